package dev.longspark.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.family.DecoderModel;
import dev.longspark.testing.LlamaShapes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GptqCheckpointTest {
  private static final String PLAIN = "tiny_llama_gptq_g32";
  private static final String ACT_ORDER = "tiny_llama_gptq_g128_descact";
  private static final Path BENCHMARK = Path.of("src/test/resources/benchmark/llama-8b-gptq");
  private static final String KEY = "model.layers.0.self_attn.k_proj";

  @TempDir private Path folder;

  @Test
  void opensPublishedForms() {
    for (String name : List.of(PLAIN, ACT_ORDER)) {
      Checkpoint checkpoint = Checkpoint.open(GoldenMatrix.path(name));

      assertTrue(checkpoint.isQuantized());
      try (Weights weights = checkpoint.weights(lowBit(checkpoint), Device.cpu());
          KeptMatrix quantized = weights.linear(KEY);
          KeptMatrix head = weights.linear("lm_head")) {
        assertEquals("int4", quantized.kind());
        assertEquals(3, quantized.parts().size());
        assertTrue(Set.of("plain", "half").contains(head.kind()), head.kind());
        assertEquals(1, head.parts().size());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"bits\": 4 | \"bits\": 5 | Invalid bits | must be 2, 3, 4 or 8",
        "\"quant_method\": \"gptq\" | \"quant_method\": \"hqq\" | Invalid quant_method | be gptq",
        "\"checkpoint_format\": \"gptq\" | \"checkpoint_format\": \"marlin\" | Invalid"
            + " checkpoint_format | gptq or gptq_v2",
        "\"group_size\": 32 | \"group_size\": 64 | Invalid shape of tensor | groups of 64",
        "\"group_size\": 32 | \"group_size\": 0 | Invalid group_size | -1 or > 0",
        "\"quantization_config\" | \"other\" | Missing quantization_config | config.json"
      })
  void refusesWhatItCannotRead(String before, String after, String start, String part)
      throws IOException {
    Path copy = copy(PLAIN);
    Files.delete(copy.resolve("quantize_config.json"));
    GoldenModels.replace(copy.resolve("config.json"), before, after);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(copy));

    assertTrue(e.getMessage().startsWith(start), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void takesSettingsFromTheFileBesideTheConfig() throws IOException {
    Path copy = copy(PLAIN);
    GoldenModels.replace(copy.resolve("config.json"), "\"quantization_config\"", "\"other\"");

    assertTrue(Checkpoint.open(copy).isQuantized());
  }

  @Test
  void namesMissingScales() throws IOException {
    Path copy = copy(PLAIN);
    renameInHeader(copy, KEY + ".scales", KEY + ".scalez");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(copy));

    assertTrue(e.getMessage().startsWith("Missing tensor " + KEY + ".scales in"), e.getMessage());
  }

  @Test
  void namesAWrongNumberOfGroups() throws IOException {
    Path copy = copy(PLAIN);
    Path file = copy.resolve("model.safetensors");
    String name = KEY + ".scales";
    renameInHeader(
        copy,
        name + "\":{\"dtype\":\"F16\",\"shape\":[4,64]",
        name + "\":{\"dtype\":\"F16\",\"shape\":[8,32]");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(copy));

    assertEquals(
        "Invalid shape of tensor %s in %s: [8, 32] (a matrix of 64 outputs and 128 inputs in groups of 32 asks for [4, 64])"
            .formatted(name, file),
        e.getMessage());
  }

  @Test
  void namesAGroupOutOfRange() throws IOException {
    Path copy = copy(ACT_ORDER);
    Path file = copy.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    int offset = (int) SafetensorsFile.open(file).tensor(KEY + ".g_idx").offset();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset + 12, 99);
    Files.write(file, bytes);

    Checkpoint checkpoint = Checkpoint.open(copy);
    try (Weights weights = checkpoint.weights(lowBit(checkpoint), Device.cpu())) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> weights.linear(KEY));

      assertEquals(
          "Invalid tensor " + KEY + ".g_idx: group 99 of input 3 (scales has 2 groups)",
          e.getMessage());
    }
  }

  @Test
  void refusesToLoadPlainWeightsInFourBits() {
    Checkpoint plain = Checkpoint.open(GoldenModels.folder("llama31-tiny"));

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                plain
                    .weights(lowBit(Checkpoint.open(GoldenMatrix.path(PLAIN))), Device.cpu())
                    .close());

    assertTrue(e.getMessage().contains("holds no such matrices"), e.getMessage());
  }

  @Test
  void makesRandomMatricesInFourBits() {
    Checkpoint random = Checkpoint.openRandom(GoldenMatrix.path(PLAIN), 3);
    try (Weights weights = random.weights(new FullPrecision(Precision.FP32), Device.cpu())) {
      KeptMatrix kept = weights.linear(KEY);
      float[] values = kept.parts().get(0).toFloatArray();
      kept.close();

      double squares = 0;
      for (float value : values) {
        squares += (double) value * value;
      }
      assertEquals(1 / Math.sqrt(128), Math.sqrt(squares / values.length), 0.005);
    }
  }

  @Test
  void predictsTheBytesOfPublishedCheckpoints() {
    DecoderModel llama8b = LlamaShapes.decoder(LlamaShapes.llama8b());

    // 4 bits and, per 128 of them, scale and zero in 16 bits each; embedding, head, norms in 16
    StoredFormat usual = StoredFormats.of(BENCHMARK).orElseThrow();
    assertEquals(5_809_643_520L, new LowBit(Precision.FP16, usual).weightBytes(llama8b));
  }

  private static WeightFormat lowBit(Checkpoint checkpoint) {
    return new LowBit(Precision.BF16, checkpoint.stored().orElseThrow());
  }

  private Path copy(String name) throws IOException {
    try (Stream<Path> files = Files.list(GoldenMatrix.path(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  private static void renameInHeader(Path folder, String before, String after) throws IOException {
    Path file = folder.resolve("model.safetensors");
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(file, text.replace(before, after), StandardCharsets.ISO_8859_1);
  }
}
