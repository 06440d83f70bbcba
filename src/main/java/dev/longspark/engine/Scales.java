package dev.longspark.engine;

import java.io.Serializable;

/**
 * What a model multiplies by before and behind its blocks.
 *
 * @param embedding factor of the embedded tokens, rounded to the weights' precision
 * @param logits factor of the logits
 * @param logitCap that logits approach, {@code cap * tanh(logit / cap)}; infinite for none
 */
public record Scales(double embedding, double logits, double logitCap) implements Serializable {
  /** Nothing is scaled. */
  public static final Scales NONE = new Scales(1, 1, Double.POSITIVE_INFINITY);

  public Scales {
    if (!Double.isFinite(embedding) || !Double.isFinite(logits) || !(logitCap > 0)) {
      throw new IllegalArgumentException(
          "Invalid scales: embedding %s, logits %s, cap %s".formatted(embedding, logits, logitCap));
    }
  }
}
