package dev.longspark.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction of many p values, which bounds the chance of one false positive among them all.
 *
 * <p><i>Source:</i> Holm, A simple sequentially rejective multiple test procedure, 1979.
 * <i>Formula:</i> with the p values in rising order, {@code adjusted(i) = max over j <= i of min(1,
 * (m - j + 1) p(j))}.
 */
public final class Holm {
  private Holm() {}

  /**
   * Adjusted p values, each at the place of its p value.
   *
   * @param pValues the p values of one family of tests
   * @throws IllegalArgumentException if a p value is not between 0 and 1
   */
  public static double[] adjust(double[] pValues) {
    for (double p : pValues) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("Invalid p value: " + p + " (must be in 0 to 1)");
      }
    }
    int[] rising =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = Arrays.copyOf(pValues, pValues.length);
    double highest = 0;
    for (int rank = 0; rank < rising.length; rank++) {
      highest = Math.max(highest, Math.min(1, (rising.length - rank) * pValues[rising[rank]]));
      adjusted[rising[rank]] = highest;
    }
    return adjusted;
  }
}
