package dev.longspark.statistics;

import java.util.Optional;

/**
 * What a combination of two techniques does beyond its two single effects.
 *
 * <p><i>Formulas,</i> on the means over the samples that all four completed: additive {@code
 * combination - (first + second - baseline)}, in the unit of the score; multiplicative {@code
 * combination / (first second / baseline)}, 1 where the single effects explain the combination.
 * Both take the same resamples.
 */
public final class Interaction {
  private final double[][] rows;
  private final Resampling resampling;

  private Interaction(double[][] rows, Resampling resampling) {
    this.rows = rows;
    this.resampling = resampling;
  }

  /**
   * Lays the four arrays beside each other, one value per sample.
   *
   * @throws IllegalArgumentException if the arrays differ in length or hold fewer than two values
   */
  public static Interaction of(
      double[] baseline,
      double[] first,
      double[] second,
      double[] combination,
      Resampling resampling) {
    int n = baseline.length;
    if (n < 2 || first.length != n || second.length != n || combination.length != n) {
      throw new IllegalArgumentException(
          "Invalid scores: %d, %d, %d and %d (expected as many, at least 2)"
              .formatted(n, first.length, second.length, combination.length));
    }
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = new double[] {baseline[i], first[i], second[i], combination[i]};
    }
    return new Interaction(rows, resampling);
  }

  /** Number of samples. */
  public int n() {
    return rows.length;
  }

  /** Combination minus what the single effects add up to. */
  public Interval additive() {
    return Bootstrap.interval(rows, m -> m[3] - m[1] - m[2] + m[0], resampling).orElseThrow();
  }

  /** Combination over what the single effects multiply to; empty where a mean can be zero. */
  public Optional<Interval> multiplicative() {
    return Bootstrap.interval(rows, m -> m[3] * m[0] / (m[1] * m[2]), resampling);
  }
}
