package dev.longspark.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.config.Study;
import dev.longspark.engine.Device;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.StoredFormats;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.generation.EngineSettings;
import dev.longspark.engine.generation.GenerationLimits;
import dev.longspark.engine.generation.Generator;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.plan.Technique;
import dev.longspark.plan.TechniqueCatalog;
import dev.longspark.testing.GoldenModel;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Predicted bytes against those that a generation counts. */
class MeasuredMemoryTest {
  /** What a plan may be off by. */
  private static final double TOLERANCE = 0.1;

  private static final int NEW_TOKENS = 7;

  @ParameterizedTest
  @CsvSource({
    "src/main/resources/sample/base, FP16, 900",
    "src/main/resources/sample/base, BF16, 60",
    "src/main/resources/sample/base, KV-Q, 900",
    "src/main/resources/sample/base-gptq, W4A16, 900",
    "src/main/resources/sample/base-gptq, W4A16+KVQ, 1500",
    "src/main/resources/sample/base-pruned, Minitron, 900",
    "src/main/resources/sample/base-pruned, Mini+KVQ, 300",
    "src/main/resources/sample/base-pruned-gptq, Mini+W4A16, 900",
    "src/test/resources/golden/models/nemo-tiny, FP32, 500",
    "src/test/resources/golden/models/decilm-tiny, FP16, 400",
    "src/test/resources/golden/models/llama-tied-tiny, FP16, 300"
  })
  void predictsWeightsAndCacheOfARealGeneration(Path folder, String name, int promptTokens) {
    Technique technique = TechniqueCatalog.builtIn().technique(name);
    WeightFormat weights = technique.weights().format(StoredFormats.of(folder));
    EngineSettings settings = EngineSettings.of(weights, technique.cache(), Device.cpu());
    long[] prompt = LongStream.range(0, promptTokens).map(token -> 3 + token % 50).toArray();

    try (Generator generator = Generator.open(folder, settings)) {
      MemoryUse measured =
          generator.generate(prompt, GenerationLimits.exactly(NEW_TOKENS)).memory();
      DeviceMemory predicted =
          new MemoryModel(
                  Checkpoint.modelOf(folder),
                  technique,
                  weights,
                  settings.prefillChunk(),
                  1,
                  Study.Pipeline.EXCLUSIVE)
              .at(promptTokens, NEW_TOKENS)
              .get(0);

      assertNear(measured.weightBytes(), predicted.weights());
      assertNear(measured.cacheBytes(), predicted.cache());
    }
  }

  static Stream<GoldenModel> families() {
    return GoldenModel.families();
  }

  /** Windows, biases, fused matrices and norms counted. */
  @ParameterizedTest
  @MethodSource("families")
  void predictsWeightsAndCacheOfEveryFamily(GoldenModel model) {
    predictsWeightsAndCacheOfARealGeneration(model.folder(), "FP32", 300);
  }

  private static void assertNear(long measured, long predicted) {
    assertEquals(1, (double) predicted / measured, TOLERANCE);
  }
}
