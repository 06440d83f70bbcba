package dev.longspark.compression;

import java.util.Arrays;
import java.util.Comparator;

/**
 * NumPy's linear percentile of values that each occur some number of times.
 *
 * <p>Position (m - 1) q / 100 among the m sorted values; between neighbours a and b at fraction g:
 * a + (b - a) g, and b - (b - a)(1 - g) from g = 0.5 on.
 */
final class Percentile {
  private Percentile() {}

  /**
   * @param values in any order
   * @param counts how often each value occurs, zero or more
   * @param q 0 to 100
   * @throws IllegalArgumentException if q is out of range or no value occurs
   */
  static double of(double[] values, int[] counts, int q) {
    if (q < 0 || q > 100) {
      throw new IllegalArgumentException("Invalid percentile: " + q + " (must be 0 to 100)");
    }
    long total = Arrays.stream(counts).asLongStream().sum();
    if (total == 0) {
      throw new IllegalArgumentException("Cannot take a percentile of no values");
    }
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> values[i]));

    double position = (total - 1) * (q / 100.0);
    long below = (long) Math.floor(position);
    double a = at(below, values, counts, order);
    double b = at(Math.min(below + 1, total - 1), values, counts, order);
    double g = position - below;
    return g >= 0.5 ? b - (b - a) * (1 - g) : a + (b - a) * g;
  }

  /** The percentile of values that occur once each. */
  static double of(double[] values, int q) {
    int[] once = new int[values.length];
    Arrays.fill(once, 1);
    return of(values, once, q);
  }

  private static double at(long rank, double[] values, int[] counts, Integer[] order) {
    long passed = 0;
    for (int i : order) {
      passed += counts[i];
      if (passed > rank) {
        return values[i];
      }
    }
    throw new IllegalStateException("Expected rank " + rank + " below " + passed);
  }
}
