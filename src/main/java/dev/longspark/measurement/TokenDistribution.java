package dev.longspark.measurement;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a model thinks of the next token: the probabilities of some ids, and that of all others as
 * one.
 */
public final class TokenDistribution implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By which stored logarithms may be above that of a certainty. */
  private static final double ROUNDING = 1e-6;

  private final int best;
  private final int[] ids;
  private final double[] logs;

  /**
   * A distribution.
   *
   * @param best the most likely id of all
   * @param ids some different ids
   * @param logs natural logarithms of their probabilities, and behind them that of all other ids
   *     together; minus infinity where there is none
   * @throws IllegalArgumentException if it is no logarithm of a probability
   */
  public TokenDistribution(int best, int[] ids, double[] logs) {
    if (ids.length == 0 || logs.length != ids.length + 1) {
      throw new IllegalArgumentException(
          "Invalid distribution: %d ids, %d logarithms (must be one more)"
              .formatted(ids.length, logs.length));
    }
    for (double log : logs) {
      if (!(log < ROUNDING)) {
        throw new IllegalArgumentException(
            "Invalid logarithm of a probability: %s (must be <= 0)".formatted(log));
      }
    }
    this.best = best;
    this.ids = ids.clone();
    this.logs = logs.clone();
  }

  /** The most likely id of all. */
  public int best() {
    return best;
  }

  public int[] ids() {
    return ids.clone();
  }

  public double[] logs() {
    return logs.clone();
  }

  /** Whether the ids are the whole vocabulary. */
  public boolean isWhole() {
    return logs[ids.length] == Double.NEGATIVE_INFINITY;
  }

  /**
   * The Kullback-Leibler divergence of another distribution from this one, in nats: {@code sum p ln
   * (p / q)} over the ids and the rest as one outcome, with p of this one and q of the other.
   * Joining outcomes never makes it larger (the log sum inequality: Cover and Thomas, Elements of
   * Information Theory, theorem 2.7.1), so it is a lower bound of the divergence over the whole
   * vocabulary, and equal to it where the ids are all there are.
   *
   * @param other of the same ids
   * @return at least 0; infinite if the other rules out what this one does not
   * @throws IllegalArgumentException if its ids are others
   */
  public double divergence(TokenDistribution other) {
    if (!Arrays.equals(ids, other.ids)) {
      throw new IllegalArgumentException("Cannot compare distributions over different ids");
    }
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      double p = Math.exp(logs[i]);
      if (p > 0) {
        sum += p * (logs[i] - other.logs[i]);
      }
    }
    return Math.max(0, sum); // below it only by rounding
  }
}
