package dev.longspark.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.config.Study;
import dev.longspark.engine.Batching;
import dev.longspark.engine.Batching.Refill;
import dev.longspark.engine.Precision;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.plan.TechniqueCatalog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CostModelTest {
  /** One A100 with 40 GB, reached in full. */
  private static final Study.Resources A100 =
      new Study.Resources(
          Study.DeviceKind.CUDA,
          1,
          Study.Pipeline.EXCLUSIVE,
          1,
          0,
          0,
          Study.OverBudget.REFUSE,
          1_555_000_000_000L,
          312,
          1,
          60);

  private final CostModel cost = cost(1);

  private static CostModel cost(int batch) {
    return new CostModel(
        Checkpoint.modelOf(Path.of("conf/models/llama-3.1-8b-instruct")),
        TechniqueCatalog.builtIn().technique("FP16").in(new Batching(batch, Refill.STATIC)),
        new FullPrecision(Precision.FP16),
        A100);
  }

  /** 15.01 GB are read for each token (all but the embedding): 9.65 ms. */
  @Test
  void newTokensCostTheBytesOfWeightsAndCache() {
    double one = cost.seconds(1, 1) - cost.seconds(1, 0);

    assertEquals(9.65e-3, one, 0.01e-3);
  }

  /** A sixteenth of the weights; of a thousand samples 2 * 7.5e9 operations take longer. */
  @Test
  void samplesShareTheReadingOfTheWeights() {
    CostModel sixteen = cost(16);
    CostModel many = cost(1000);

    assertEquals(9.65e-3 / 16, sixteen.seconds(1, 1) - sixteen.seconds(1, 0), 0.01e-3);
    assertEquals(48e-6, many.seconds(1, 1) - many.seconds(1, 0), 1e-6);
    assertEquals(cost.seconds(1000, 0), many.seconds(1000, 0));
  }

  /** 2 * 6.979e9 operations per token and some attention: 45 microseconds each. */
  @Test
  void promptsCostOperations() {
    assertEquals(45e-6, cost.seconds(1000, 0) / 1000, 1e-6);
  }
}
