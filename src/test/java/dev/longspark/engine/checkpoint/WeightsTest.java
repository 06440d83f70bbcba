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
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
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
        weights.linear(GATE).close();

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

    try (TensorReader reader = new TensorReader(tensors, Optional.empty(), Device.cpu());
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
  void keepsStoredWeightsInTheMappedFile() throws IOException {
    long megabytes = 96;
    Path file = zeros(megabytes << 20);
    MappedTensors tensors = new MappedTensors(folder, SafetensorsFile.open(file).tensors());
    try (TensorReader reader = new TensorReader(tensors, Optional.empty(), Device.cpu())) {
      long before = anonymousMegabytes();
      try (Tensor inPlace = reader.load("big", Precision.BF16)) {
        assertTrue(anonymousMegabytes() - before < megabytes / 4, "mapped, not copied");
        assertEquals(megabytes << 20, reader.loadedBytes());
        inPlace.shape();
      }
    }
  }

  @Test
  void readsTensorsBeyondTwoGibibytes() throws IOException {
    long bytes = (1L << 31) + (1 << 20);
    SafetensorsFile file = SafetensorsFile.open(zeros(bytes));
    long rows = file.tensor("big").shape().get(0);

    assertThrows(IllegalArgumentException.class, () -> file.read("big"));
    assertEquals(1024, file.readRows("big", rows - 1, 1).remaining());
    try (TensorReader reader =
            new TensorReader(
                new MappedTensors(folder, file.tensors()), Optional.empty(), Device.cpu());
        Tensor mapped = reader.load("big", Precision.BF16)) {
      assertArrayEquals(new long[] {rows, 512}, mapped.shape());
    }
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

  /** A BF16 tensor [bytes / 1024, 512] in a file with holes, which takes no room on the disk. */
  private Path zeros(long bytes) throws IOException {
    String header =
        "{\"big\":{\"dtype\":\"BF16\",\"shape\":[%d,512],\"data_offsets\":[0,%d]}}"
            .formatted(bytes / 1024, bytes);
    byte[] json = (header + " ".repeat(8 - header.length() % 8)).getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("zeros.safetensors");
    ByteBuffer start = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, start.putLong(json.length).put(json).array());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), 8 + json.length + bytes - 1);
    }
    return file;
  }

  private static long anonymousMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .sum();
  }

  private static float[] matrix(Path folder, String name) {
    try (Weights weights = Checkpoint.open(folder).weights(FLOAT, Device.cpu())) {
      KeptMatrix kept = weights.linear(name);
      float[] values = kept.parts().get(0).toFloatArray();
      kept.close();
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
