package dev.longspark.engine.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.engine.checkpoint.StoredTensor;
import dev.longspark.testing.GoldenModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that are no numbers. */
class NonFiniteTest {
  private static final String NORM = "model.norm.weight";
  private static final Path GOLDEN = new GoldenModel("llama31-tiny").folder();

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    for (String name : List.of("config.json", "generation_config.json", "model.safetensors")) {
      Files.copy(GOLDEN.resolve(name), folder.resolve(name));
    }
    Path file = folder.resolve("model.safetensors");
    StoredTensor norm = SafetensorsFile.open(file).tensor(NORM);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer ones = ByteBuffer.wrap(new byte[] {-1, -1, -1, -1});
      channel.write(ones, norm.offset() + norm.bytes() - ones.capacity());
    }
  }

  @Test
  void theGenerationWarns() {
    EngineSettings settings =
        EngineSettings.of(new FullPrecision(Precision.FP32), new FullCache(), Device.cpu());
    try (Generator generator = Generator.open(folder, settings)) {
      Generation generation = generator.generate(new long[] {1, 2, 3}, GenerationLimits.atMost(2));

      assertEquals(List.of(GenerationWarning.NON_FINITE_LOGITS), generation.warnings());
    }
  }

  @Test
  void theCheckIsToldTheTensor() {
    Checkpoint.open(GOLDEN).requireFinite();
    Checkpoint checkpoint = Checkpoint.open(folder);

    String message =
        assertThrows(IllegalArgumentException.class, checkpoint::requireFinite).getMessage();

    assertTrue(message.startsWith("Invalid weight in tensor " + NORM), message);
    assertTrue(message.contains("is NaN (must be finite"), message);
  }
}
