package dev.longspark.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptCompressorTest {
  /**
   * Float32 noise of the encoder; the golden cases keep 1e-4 between any word and its threshold.
   */
  private static final double PROBABILITY_NOISE = 1e-4;

  @ParameterizedTest
  @ValueSource(strings = {"xlmr-cases.json", "bert-cases.json"})
  void givesTheReleasedPackagesTexts(String file) {
    JsonNode golden = Golden.read(file);
    for (JsonNode sample : golden.get("cases")) {
      JsonNode expected = sample.get("expected");

      Compressed compressed = compress(golden, sample);

      String id = sample.get("id").asText();
      assertEquals(expected.get("compressed_prompt").asText(), compressed.text(), id);
      assertEquals(
          Golden.strings(expected.get("compressed_prompt_list")), compressed.contexts(), id);
      assertEquals(expected.get("origin_tokens").asInt(), compressed.originTokens(), id);
      assertEquals(expected.get("compressed_tokens").asInt(), compressed.keptTokens(), id);
      assertWords(expected, compressed.words(), id);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlmr-cases.json", "bert-cases.json"})
  void rejectsWhatTheReleasedPackageFailsOn(String file) {
    JsonNode golden = Golden.read(file);
    for (JsonNode sample : golden.get("errors")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> compress(golden, sample),
          sample.get("id").asText());
    }
  }

  private static void assertWords(JsonNode expected, List<ScoredWord> words, String id) {
    if (expected.has("fn_labeled_original_prompt")) {
      String labeled =
          words.stream()
              .map(word -> word.text() + " " + (word.kept() ? 1 : 0))
              .collect(Collectors.joining("\t\t|\t\t"));
      assertEquals(expected.get("fn_labeled_original_prompt").asText(), labeled, id);
    }
    if (!expected.has("context_level")) {
      assertProbabilities(expected.get("compress_chunks"), words, id);
    }
  }

  private static void assertProbabilities(JsonNode chunks, List<ScoredWord> words, String id) {
    int next = 0;
    for (JsonNode chunk : chunks) {
      JsonNode probabilities =
          chunk.has("word_probs_after_drop")
              ? chunk.get("word_probs_after_drop")
              : chunk.get("word_probs");
      for (JsonNode probability : probabilities) {
        assertEquals(
            probability.asDouble(), words.get(next++).probability(), PROBABILITY_NOISE, id);
      }
    }
  }

  private static Compressed compress(JsonNode golden, JsonNode sample) {
    CompressorModel model = CompressorModel.of(Golden.model(golden).toString());
    try (PromptCompressor compressor =
        PromptCompressor.open(model, Golden.counter(sample.get("token_counter")))) {
      return compressor.compress(Golden.contexts(sample), Golden.settings(sample.get("params")));
    }
  }
}
