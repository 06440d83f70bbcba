package dev.longspark.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Bootstrap intervals of functions of column means, resampling whole rows (BCa).
 *
 * <p>Differences of answer scores are skewed and full of zeros, so the bias-corrected and
 * accelerated interval is used: unlike the percentile interval it is second-order accurate for
 * skewed statistics, and it does not change under monotone transformations of the statistic.
 *
 * <p><i>Source:</i> Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 14.3.
 * <i>Formula:</i> the ends are the quantiles {@code Phi(z0 + (z0 + z) / (1 - a (z0 + z)))} of the
 * resampled statistics, with {@code z} the normal quantile of the wanted level, {@code z0} the
 * normal quantile of the share of resamples below the estimate (ties count half) and {@code a} the
 * acceleration from the jackknife. <i>Deviations:</i> none.
 */
public final class Bootstrap {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  private static final Comparator<double[]> BY_VALUES = Arrays::compare;

  private final double[][] rows;
  private final double[] sums;
  private final MeanStatistic statistic;

  private Bootstrap(double[][] rows, MeanStatistic statistic) {
    // Sorted rows make the result independent of the order in which a table delivers them.
    this.rows = rows.clone();
    Arrays.sort(this.rows, BY_VALUES);
    this.sums = new double[rows[0].length];
    for (double[] row : this.rows) {
      add(sums, row);
    }
    this.statistic = statistic;
  }

  /**
   * The statistic of the columns' means with its interval; empty where the statistic is not finite
   * on the rows or on one of the resamples (a ratio over a mean of zero).
   *
   * @param rows {@code [sample][column]}, at least two rows of equal length
   * @throws IllegalArgumentException if there are fewer than two rows, or rows of unequal length
   */
  public static Optional<Interval> interval(
      double[][] rows, MeanStatistic statistic, Resampling resampling) {
    requireTable(rows);
    return new Bootstrap(rows, statistic).interval(resampling);
  }

  static void requireTable(double[][] rows) {
    if (rows.length < 2) {
      throw new IllegalArgumentException("Invalid rows: " + rows.length + " (must be >= 2)");
    }
    for (double[] row : rows) {
      if (row.length != rows[0].length) {
        throw new IllegalArgumentException(
            "Invalid row: " + row.length + " columns (expected " + rows[0].length + ")");
      }
    }
  }

  private Optional<Interval> interval(Resampling resampling) {
    double estimate = statistic.of(over(sums, rows.length));
    double[] resampled = resample(resampling);
    double[] leftOut = leaveOneOut();
    if (!Double.isFinite(estimate) || !allFinite(resampled) || !allFinite(leftOut)) {
      return Optional.empty();
    }
    Arrays.sort(resampled);
    double bias = NORMAL.inverseCumulativeProbability(shareBelow(resampled, estimate));
    double acceleration = acceleration(leftOut);
    double tail = (1 - resampling.confidence()) / 2;
    double low = quantile(resampled, level(tail, bias, acceleration));
    double high = quantile(resampled, level(1 - tail, bias, acceleration));
    return Optional.of(new Interval(estimate, Math.min(low, high), Math.max(low, high)));
  }

  private double[] resample(Resampling resampling) {
    SplittableRandom random = new SplittableRandom(resampling.seed());
    double[] drawn = new double[sums.length];
    double[] statistics = new double[resampling.resamples()];
    for (int b = 0; b < statistics.length; b++) {
      Arrays.fill(drawn, 0);
      for (int i = 0; i < rows.length; i++) {
        add(drawn, rows[random.nextInt(rows.length)]);
      }
      statistics[b] = statistic.of(over(drawn, rows.length));
    }
    return statistics;
  }

  private double[] leaveOneOut() {
    double[] rest = new double[sums.length];
    double[] statistics = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int column = 0; column < rest.length; column++) {
        rest[column] = sums[column] - rows[i][column];
      }
      statistics[i] = statistic.of(over(rest, rows.length - 1));
    }
    return statistics;
  }

  private static double acceleration(double[] leftOut) {
    double mean = Arrays.stream(leftOut).average().orElseThrow();
    double squares = 0;
    double cubes = 0;
    for (double value : leftOut) {
      double distance = mean - value;
      squares += distance * distance;
      cubes += distance * distance * distance;
    }
    double scale = 6 * Math.pow(squares, 1.5);
    return scale > 0 ? cubes / scale : 0;
  }

  private static double level(double probability, double bias, double acceleration) {
    double shifted = bias + NORMAL.inverseCumulativeProbability(probability);
    return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
  }

  /** Share of the sorted values below the estimate, ties counted half, kept off 0 and 1. */
  private static double shareBelow(double[] sorted, double estimate) {
    double count = 0;
    for (double value : sorted) {
      count += value < estimate ? 1 : value == estimate ? 0.5 : 0;
    }
    double half = 0.5 / sorted.length;
    return Math.min(1 - half, Math.max(half, count / sorted.length));
  }

  /** Linear interpolation between the order statistics. */
  private static double quantile(double[] sorted, double probability) {
    double position = probability * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static void add(double[] sums, double[] row) {
    for (int column = 0; column < sums.length; column++) {
      sums[column] += row[column];
    }
  }

  private static double[] over(double[] sums, int count) {
    double[] means = sums.clone();
    for (int column = 0; column < means.length; column++) {
      means[column] /= count;
    }
    return means;
  }

  private static boolean allFinite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
