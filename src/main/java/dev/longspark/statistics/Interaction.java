package dev.longspark.statistics;

import java.util.Optional;

/**
 * What a combination of techniques does beyond its single effects.
 *
 * <p><i>Formulas,</i> on the means over the samples that all completed, with {@code k} single
 * techniques: additive {@code combination - (sum of singles - (k - 1) baseline)}, in the unit of
 * the score; multiplicative {@code combination / (baseline * product of single / baseline)}, 1
 * where the single effects explain the combination. Both take the same resamples.
 */
public final class Interaction {
  private static final int FEWEST_COLUMNS = 4;

  private final double[][] rows;
  private final Resampling resampling;

  private Interaction(double[][] rows, Resampling resampling) {
    this.rows = rows;
    this.resampling = resampling;
  }

  /**
   * Takes the scores as they lie in a table.
   *
   * @param rows {@code [sample][column]}: the baseline's score, at least two single techniques',
   *     the combination's
   * @throws IllegalArgumentException if there are fewer than two rows or four columns, or rows of
   *     unequal length
   */
  public static Interaction of(double[][] rows, Resampling resampling) {
    Bootstrap.requireTable(rows);
    if (rows[0].length < FEWEST_COLUMNS) {
      throw new IllegalArgumentException(
          "Invalid columns: %d (expected baseline, two singles or more, combination)"
              .formatted(rows[0].length));
    }
    return new Interaction(rows, resampling);
  }

  /** Number of samples. */
  public int n() {
    return rows.length;
  }

  /** Combination minus what the single effects add up to. */
  public Interval additive() {
    return Bootstrap.interval(rows, Interaction::beyondSum, resampling).orElseThrow();
  }

  /** Combination over what the single effects multiply to; empty where a mean can be zero. */
  public Optional<Interval> multiplicative() {
    return Bootstrap.interval(rows, Interaction::beyondProduct, resampling);
  }

  private static double beyondSum(double[] means) {
    int last = means.length - 1;
    double predicted = means[0];
    for (int single = 1; single < last; single++) {
      predicted += means[single] - means[0];
    }
    return means[last] - predicted;
  }

  private static double beyondProduct(double[] means) {
    int last = means.length - 1;
    double predicted = means[0];
    for (int single = 1; single < last; single++) {
      predicted *= means[single] / means[0];
    }
    return means[last] / predicted;
  }
}
