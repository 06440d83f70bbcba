package dev.longspark.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.EncoderCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenClassifierTest {
  private static final Path MODELS = Path.of("src/test/resources/golden/models");

  @ParameterizedTest
  @CsvSource({
    "xlmr-tokcls-tiny, FP32, 1e-4",
    "bert-tokcls-tiny, FP32, 1e-4",
    "xlmr-tokcls-tiny, BF16, 0.05",
    "bert-tokcls-tiny, BF16, 0.05"
  })
  void agreesWithTheReferenceModels(String model, Precision precision, double tolerance)
      throws IOException {
    Path folder = MODELS.resolve(model);
    JsonNode prompts =
        new ObjectMapper().readTree(folder.resolve("expected.json").toFile()).get("prompts");
    List<Chunk> chunks = new ArrayList<>();
    prompts.forEach(prompt -> chunks.add(chunk(prompt.get("ids"))));

    List<double[]> probabilities = keepProbabilities(folder, precision, chunks);

    for (int i = 0; i < chunks.size(); i++) {
      double[] expected = Golden.doubles(prompts.get(i).get("prob_label1"));
      for (int j = 0; j < expected.length; j++) {
        assertEquals(expected[j], probabilities.get(i)[j], tolerance);
      }
    }
  }

  @Test
  void hidesASpelledOutPaddingToken() {
    Path folder = MODELS.resolve("bert-tokcls-tiny");
    List<String> tokens = List.of("[CLS]", "a", "[PAD]", "b", "[SEP]");
    Chunk masked = new Chunk(tokens, new long[] {2, 191, 0, 347, 3}, "[PAD]");
    Chunk seen = new Chunk(tokens, new long[] {2, 191, 0, 347, 3}, "none");

    List<double[]> probabilities = keepProbabilities(folder, Precision.FP32, List.of(masked, seen));

    assertEquals(0, probabilities.get(0)[2]);
    assertNotEquals(probabilities.get(1)[3], probabilities.get(0)[3], 1e-3);
  }

  private static Chunk chunk(JsonNode ids) {
    LongStream.Builder values = LongStream.builder();
    ids.forEach(id -> values.add(id.asLong()));
    return new Chunk(Collections.nCopies(ids.size(), "x"), values.build().toArray(), "[PAD]");
  }

  private static List<double[]> keepProbabilities(
      Path folder, Precision precision, List<Chunk> chunks) {
    try (TokenClassifier classifier =
        TokenClassifier.load(EncoderCheckpoint.open(folder), precision, Device.cpu())) {
      return classifier.keepProbabilities(chunks);
    }
  }
}
