package dev.longspark.engine;

import java.io.Serializable;
import java.util.Objects;

/** One decoder block. */
public record LayerShape(AttentionShape attention, FeedForwardShape feedForward)
    implements Serializable {
  public LayerShape {
    Objects.requireNonNull(attention, "attention");
    Objects.requireNonNull(feedForward, "feedForward");
  }

  public long parameters(int hidden) {
    return attention.parameters(hidden) + feedForward.parameters(hidden);
  }

  public long matrixParameters(int hidden) {
    return attention.matrixParameters(hidden) + feedForward.matrixParameters(hidden);
  }
}
