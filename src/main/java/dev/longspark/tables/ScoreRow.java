package dev.longspark.tables;

import java.io.Serializable;
import java.util.Objects;

/**
 * One row of {@code scores}: one metric of one generation.
 *
 * @param key the generation
 * @param metric such as {@code qa_f1}
 * @param value from 0 to 1
 * @param scorerVersion the version of the code that scored
 */
public record ScoreRow(GenerationKey key, String metric, double value, String scorerVersion)
    implements Serializable {

  public ScoreRow {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(scorerVersion, "scorerVersion");
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "Invalid value of %s: %s (must be from 0 to 1)".formatted(metric, value));
    }
  }
}
