package dev.longspark.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordMergerTest {
  @ParameterizedTest
  @CsvSource({
    "XLM_ROBERTA, xlmr_merge, mean",
    "XLM_ROBERTA, xlmr_merge, first",
    "BERT, bert_merge, mean",
    "BERT, bert_merge, first"
  })
  void mergesTokensIntoWords(TokenFamily family, String table, String wordProbability) {
    for (JsonNode sample : Golden.read("units.json").get(table)) {
      ObjectNode params = sample.deepCopy();
      params.put("token_to_word", wordProbability);
      CompressionSettings settings = Golden.settings(params);
      ForceTokens force = Golden.force(settings.forceTokens(), sample.get("token_map"));

      List<Word> words =
          new WordMerger(family, force, settings)
              .merge(
                  Golden.strings(sample.get("tokens")), Golden.doubles(sample.get("token_probs")));

      assertEquals(Golden.strings(sample.get("words")), words.stream().map(Word::text).toList());
      assertArrayEquals(
          Golden.doubles(sample.get(wordProbability)),
          words.stream().mapToDouble(Word::probability).toArray(),
          Golden.FLOAT_NOISE);
      assertArrayEquals(
          Golden.doubles(sample.get("no_force_" + wordProbability)),
          words.stream().mapToDouble(Word::unforced).toArray(),
          Golden.FLOAT_NOISE);
    }
  }

  @Test
  void rejectsATextThatBeginsInsideAWord() {
    WordMerger merger =
        new WordMerger(
            TokenFamily.XLM_ROBERTA,
            new ForceTokens(List.of(), token -> 1),
            CompressionSettings.atRate(0.5, List.of()));

    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> merger.merge(List.of("<unk>", "[NEW3]"), new double[] {0.1, 0.2}));

    assertEquals(
        "Cannot merge words: the first token '[NEW3]' continues a word", error.getMessage());
  }
}
