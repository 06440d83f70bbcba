package dev.longspark.tables;

import dev.longspark.measurement.FollowedAnswer;
import java.io.Serializable;
import java.util.Objects;

/**
 * One row of {@code followed_answers}: a baseline along its own answer.
 *
 * @param key the baseline's generation
 * @param answer what it thought of each token
 */
public record FollowedRow(GenerationKey key, FollowedAnswer answer) implements Serializable {
  public FollowedRow {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(answer, "answer");
  }
}
