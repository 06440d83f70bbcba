package dev.longspark.statistics;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * What Student's t distribution says about a mean.
 *
 * <p><i>Formulas:</i> interval {@code mean +- t(1 - (1 - confidence) / 2, n - 1) s / sqrt(n)};
 * minimum detectable effect {@code (t(1 - alpha / 2, n - 1) + t(power, n - 1)) s / sqrt(n)} (Bloom,
 * Minimum detectable effects, 1995), with {@code s} the standard deviation of the sample.
 */
public final class StudentInterval {
  private StudentInterval() {}

  /**
   * The mean with its interval.
   *
   * @param values at least two values
   * @throws IllegalArgumentException if there are fewer than two values
   */
  public static Interval mean(double[] values, double confidence) {
    double mean = Arrays.stream(values).average().orElse(0);
    double reach = quantile(values.length, (1 + confidence) / 2) * standardError(values);
    return new Interval(mean, mean - reach, mean + reach);
  }

  /**
   * The smallest true mean difference that a two-sided paired test would find with this power.
   *
   * @param differences one difference per sample, at least two
   * @param alpha level of the test, such as 0.05
   * @param power chance of finding it, such as 0.8
   * @throws IllegalArgumentException if there are fewer than two differences
   */
  public static double minimumDetectableEffect(double[] differences, double alpha, double power) {
    int n = differences.length;
    return (quantile(n, 1 - alpha / 2) + quantile(n, power)) * standardError(differences);
  }

  static double quantile(int n, double probability) {
    if (n < 2) {
      throw new IllegalArgumentException("Invalid values: " + n + " (must be >= 2)");
    }
    return new TDistribution(null, n - 1.0).inverseCumulativeProbability(probability);
  }

  private static double standardError(double[] values) {
    // Sorted, because the last bits of a sum depend on its order.
    double[] sorted = Arrays.stream(values).sorted().toArray();
    double mean = Arrays.stream(sorted).average().orElse(0);
    double squares = Arrays.stream(sorted).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (sorted.length - 1.0) / sorted.length);
  }
}
