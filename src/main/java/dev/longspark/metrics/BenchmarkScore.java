package dev.longspark.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The score of a task as LongBench prints it: the mean of its samples' scores in per cent, with two
 * decimals.
 *
 * <p><em>Source:</em> {@code round(100 * total / n, 2)} in LongBench's {@code eval.py}; Python
 * rounds the exact binary value, half to even. <em>Deviations:</em> none.
 */
public final class BenchmarkScore {
  private static final int DECIMALS = 2;

  private BenchmarkScore() {}

  /**
   * From 0.00 to 100.00.
   *
   * @param sum of the samples' scores from 0 to 1, added in the order of the file
   * @param samples how many were added
   * @throws IllegalArgumentException without samples: no score is not a score of 0
   */
  public static BigDecimal of(double sum, int samples) {
    if (samples < 1) {
      throw new IllegalArgumentException(
          "Invalid number of samples: " + samples + " (must be > 0)");
    }
    return new BigDecimal(100 * sum / samples).setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }
}
