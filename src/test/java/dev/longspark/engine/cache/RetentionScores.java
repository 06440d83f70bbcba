package dev.longspark.engine.cache;

import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.List;

/** The scores by which a policy's retention chooses. */
public final class RetentionScores {
  private RetentionScores() {}

  /**
   * [kv heads][tokens].
   *
   * @param probe that has seen the queries of all tokens
   * @param keysAndValues of all tokens
   */
  public static float[] of(
      CachePolicy policy,
      ScriptProgram probe,
      float[] inverseFrequencies,
      List<Tensor> keysAndValues,
      int chunk) {
    Retention retention = policy.keep().orElseThrow();
    try (Tensor frequencies = Tensor.ofFloats(inverseFrequencies, inverseFrequencies.length)) {
      return probe.callFloats(
          "scores",
          retention.program(),
          KindSettings.of(retention),
          frequencies,
          keysAndValues.get(0),
          keysAndValues.get(1),
          chunk);
    }
  }
}
