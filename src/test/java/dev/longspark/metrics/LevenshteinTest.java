package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class LevenshteinTest {
  @Test
  void agreesWithRapidfuzzUpToTheBound() {
    for (JsonNode line : GoldenFile.read("similarity.jsonl")) {
      int[] a = line.path("a").textValue().codePoints().toArray();
      int[] b = line.path("b").textValue().codePoints().toArray();
      int expected = line.path("expected").path("levenshtein_distance").intValue();

      for (int bound = Math.max(0, expected - 3); bound <= expected + 3; bound++) {
        assertEquals(Math.min(expected, bound + 1), Levenshtein.distance(a, b, bound));
        assertEquals(Math.min(expected, bound + 1), Levenshtein.distance(b, a, bound));
      }
    }
  }
}
