package dev.longspark.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierTokenizerTest {
  @ParameterizedTest
  @CsvSource({"XLM_ROBERTA, xlmr-cases.json", "BERT, bert-cases.json"})
  void cutsContextsIntoTheReferencesChunks(TokenFamily family, String file) {
    JsonNode golden = Golden.read(file);
    try (ClassifierTokenizer tokenizer =
        ClassifierTokenizer.open(Golden.model(golden), family, EndTokens.AS_RELEASED)) {
      for (JsonNode sample : golden.get("cases")) {
        CompressionCall call =
            new CompressionCall(
                tokenizer,
                chunks -> List.of(),
                family,
                text -> 1,
                Golden.settings(sample.get("params")));
        List<List<String>> expected = new ArrayList<>();
        sample.get("expected").get("chunks").forEach(c -> expected.add(Golden.strings(c)));

        List<List<String>> chunks = Golden.contexts(sample).stream().map(call::chunkTexts).toList();

        assertEquals(expected, chunks, sample.get("id").asText());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"XLM_ROBERTA, xlmr-cases.json", "BERT, bert-cases.json"})
  void givesTheEncoderTheReferencesTokens(TokenFamily family, String file) {
    JsonNode golden = Golden.read(file);
    try (ClassifierTokenizer tokenizer =
        ClassifierTokenizer.open(Golden.model(golden), family, EndTokens.AS_RELEASED)) {
      for (JsonNode sample : golden.get("cases")) {
        for (JsonNode expected : sample.get("expected").get("compress_chunks")) {
          Chunk chunk = tokenizer.chunks(List.of(expected.get("text").asText())).get(0);

          assertEquals(Golden.strings(expected.get("tokens")), chunk.tokens());
          for (int i = 0; i < chunk.size(); i++) {
            assertEquals(expected.get("ids").get(i).asLong(), chunk.id(i));
          }
        }
      }
    }
  }

  @Test
  void givesXlmRobertaItsTrainedEndsOnRequest() {
    JsonNode golden = Golden.read("xlmr-cases.json");
    try (ClassifierTokenizer tokenizer =
        ClassifierTokenizer.open(
            Golden.model(golden), TokenFamily.XLM_ROBERTA, EndTokens.AS_TRAINED)) {
      Chunk chunk = tokenizer.chunks(List.of("the")).get(0);

      assertEquals(List.of("<s>", "▁the", "</s>"), chunk.tokens());
      assertEquals(
          List.of(0L, 8L, 2L), LongStream.range(0, 3).mapToObj(i -> chunk.id((int) i)).toList());
    }
  }

  @Test
  void rejectsATokenizerOfAnotherFamily() {
    JsonNode golden = Golden.read("bert-cases.json");

    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ClassifierTokenizer.open(
                    Golden.model(golden), TokenFamily.XLM_ROBERTA, EndTokens.AS_RELEASED));

    assertEquals(
        "Missing special token <unk> in " + Golden.model(golden).resolve("tokenizer.json"),
        error.getMessage());
  }
}
