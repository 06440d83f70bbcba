package dev.longspark.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
  private static final FullPrecision FLOAT = new FullPrecision(Precision.FP32);
  private static final String GATE = "model.layers.1.mlp.gate_proj";

  @TempDir private Path folder;

  @Test
  void widensBfloatsExactly() {
    Path golden = GoldenModels.folder("llama31-tiny");
    float[] expected =
        GoldenModels.bfloats(
            SafetensorsFile.open(golden.resolve("model.safetensors")), GATE + ".weight");

    assertArrayEquals(expected, matrix(golden, GATE));
  }

  @Test
  void givesStoredFloatsUnchanged() {
    Path golden = GoldenModels.folder("minitron-tiny");
    SafetensorsFile file = SafetensorsFile.open(golden.resolve("model.safetensors"));

    assertArrayEquals(GoldenModels.floats(file, GATE + ".weight"), matrix(golden, GATE));
  }

  @Test
  void readsFromTheShardThatTheIndexNames() {
    Path golden = GoldenModels.folder("nemo-tiny");
    SafetensorsFile shard =
        SafetensorsFile.open(golden.resolve("model-00003-of-00003.safetensors"));

    assertArrayEquals(GoldenModels.bfloats(shard, "lm_head.weight"), matrix(golden, "lm_head"));
  }

  @Test
  void countsLoadedBytesInEveryPrecision() {
    Checkpoint checkpoint = Checkpoint.open(GoldenModels.folder("llama31-tiny"));
    for (Precision precision : Precision.values()) {
      try (Weights weights = checkpoint.weights(new FullPrecision(precision), Device.cpu())) {
        weights.linear(GATE).forEach(Tensor::close);

        assertEquals(160L * 96 * precision.bytes(), weights.loadedBytes());
      }
    }
  }

  @Test
  void readsTensorsAtOddOffsets() throws IOException {
    byte[] header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}   "
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header).putFloat(1.5f).putFloat(-2);
    assertEquals(1, (8 + header.length) % 4);
    Path file = Files.write(folder.resolve("odd.safetensors"), bytes.array());
    MappedTensors tensors = new MappedTensors(folder, SafetensorsFile.open(file).tensors());

    try (TensorReader reader = new TensorReader(tensors, Device.cpu());
        Tensor tensor = reader.load("a", Precision.FP32)) {
      assertArrayEquals(new float[] {1.5f, -2}, tensor.toFloatArray());
    }
  }

  @Test
  void makesTheSameRandomModelFromTheSameSeed() throws IOException {
    Path config = folder.resolve("config.json");
    Files.copy(GoldenModels.folder("llama31-tiny").resolve("config.json"), config);
    GoldenModels.replace(
        config, "\"use_cache\"", "\"weights\": \"random\", \"weights_seed\": 5, \"use_cache\"");
    float[] first = matrix(folder, GATE);
    float[] second = matrix(folder, GATE);
    GoldenModels.replace(config, "\"weights_seed\": 5", "\"weights_seed\": 6");

    assertArrayEquals(first, second);
    assertTrue(!Arrays.equals(first, matrix(folder, GATE)));
    assertEquals(1 / Math.sqrt(96), deviation(first), 0.002);
  }

  @Test
  void namesATensorThatIsNotThere() {
    Checkpoint checkpoint = Checkpoint.open(GoldenModels.folder("llama31-tiny"));
    try (Weights weights = checkpoint.weights(FLOAT, Device.cpu())) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> weights.plain("model.nothing"));

      assertTrue(e.getMessage().startsWith("Missing tensor model.nothing in"), e.getMessage());
    }
  }

  private static float[] matrix(Path folder, String name) {
    try (Weights weights = Checkpoint.open(folder).weights(FLOAT, Device.cpu())) {
      List<Tensor> parts = weights.linear(name);
      float[] values = parts.get(0).toFloatArray();
      parts.forEach(Tensor::close);
      return values;
    }
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }
}
