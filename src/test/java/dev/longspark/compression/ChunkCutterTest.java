package dev.longspark.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunkCutterTest {
  @Test
  void cutsAtTheLastEndTokenThatFits() {
    for (JsonNode sample : Golden.read("units.json").get("chunk_lengths").get("cases")) {
      List<String> tokens =
          tokens(sample.get("n_tokens").asInt(), sample.get("end_token_positions"));

      List<Integer> lengths =
          new ChunkCutter(Set.of(".")).cut(tokens).stream().map(List::size).toList();

      List<Integer> expected = new ArrayList<>();
      sample.get("chunk_lengths").forEach(length -> expected.add(length.asInt()));
      assertEquals(expected, lengths);
    }
  }

  private static List<String> tokens(int count, JsonNode ends) {
    List<String> tokens = new ArrayList<>(Collections.nCopies(count, "a"));
    if (ends.isArray()) {
      ends.forEach(position -> tokens.set(position.asInt(), "."));
    } else {
      for (int i = ends.get("start").asInt(); i < count; i += ends.get("step").asInt()) {
        tokens.set(i, ".");
      }
    }
    return tokens;
  }
}
