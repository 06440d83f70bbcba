package dev.longspark.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordFilterTest {
  @ParameterizedTest
  @CsvSource({"XLM_ROBERTA, xlmr-cases.json", "BERT, bert-cases.json"})
  void decidesFromStoredProbabilities(TokenFamily family, String file) {
    for (JsonNode sample : Golden.read(file).get("cases")) {
      CompressionSettings settings = Golden.settings(sample.get("params"));
      JsonNode expected = sample.get("expected");
      ForceTokens force = Golden.force(settings.forceTokens(), expected.get("token_map"));
      double rate = 1 - expected.get("reduce_rate").asDouble();
      WordMerger merger = new WordMerger(family, force, settings);
      WordFilter filter =
          new WordFilter(force, settings, rate, Golden.counter(sample.get("token_counter")));

      for (JsonNode chunk : expected.get("compress_chunks")) {
        List<Word> words =
            merger.merge(
                Golden.strings(chunk.get("tokens")), Golden.doubles(chunk.get("token_probs")));
        List<ScoredWord> scored = filter.decide(words);

        assertChunk(family, chunk, scored, sample.get("id").asText());
      }
    }
  }

  private static void assertChunk(
      TokenFamily family, JsonNode chunk, List<ScoredWord> scored, String id) {
    JsonNode probabilities =
        chunk.has("word_probs_after_drop")
            ? chunk.get("word_probs_after_drop")
            : chunk.get("word_probs");
    List<String> kept = scored.stream().filter(ScoredWord::kept).map(ScoredWord::text).toList();

    assertEquals(
        Golden.strings(chunk.get("words")), scored.stream().map(ScoredWord::text).toList(), id);
    assertArrayEquals(
        Golden.doubles(probabilities),
        scored.stream().mapToDouble(ScoredWord::probability).toArray(),
        Golden.FLOAT_NOISE,
        id);
    assertEquals(Golden.strings(chunk.get("kept_words")), kept, id);
    assertEquals(chunk.get("compressed").asText(), family.text(kept), id);
  }

  @Test
  void rejectsAChunkWithoutWords() {
    ForceTokens force = new ForceTokens(List.of(), token -> 1);
    WordFilter filter =
        new WordFilter(force, CompressionSettings.atRate(0.5, List.of()), 0.5, text -> 1);

    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> filter.decide(List.of()));

    assertEquals(
        "Cannot compress a chunk without words: its tokens are all unknown", error.getMessage());
  }
}
