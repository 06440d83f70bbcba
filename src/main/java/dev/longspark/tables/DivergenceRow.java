package dev.longspark.tables;

import java.io.Serializable;
import java.util.Objects;

/**
 * A row of {@link DivergenceTable}: a generation's technique along its baseline's answer.
 *
 * @param key the generation
 * @param baseline the technique whose answer it is
 * @param divergence how far it was from it, or why nobody knows
 * @param executor Spark's id and host of the process
 */
public record DivergenceRow(
    GenerationKey key, String baseline, Divergence divergence, String executor)
    implements Serializable {
  public DivergenceRow {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(baseline, "baseline");
    Objects.requireNonNull(divergence, "divergence");
    Objects.requireNonNull(executor, "executor");
  }
}
