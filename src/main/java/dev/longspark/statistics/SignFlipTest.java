package dev.longspark.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Paired permutation test of the mean difference: under the null hypothesis each sample's
 * difference is as likely to have the other sign.
 *
 * <p><i>Source:</i> Fisher's randomization test; the {@code + 1} of the sampled p value after
 * Phipson and Smyth, Permutation p-values should never be zero, 2010. <i>Formula:</i> the share of
 * sign assignments whose absolute sum is at least the observed one: all {@code 2^n} of them up to
 * {@value #EXACT_LIMIT} differences other than zero, else {@code (1 + hits) / (1 + draws)}.
 */
public final class SignFlipTest {
  private static final int EXACT_LIMIT = 20;

  /** Sums of the same numbers in another order may differ by rounding and still count as equal. */
  private static final double ROUNDING = 1e-12;

  private SignFlipTest() {}

  /**
   * Two-sided p value; 1 where no difference is other than zero.
   *
   * @param differences one difference per sample, at least one
   * @throws IllegalArgumentException if there is no difference, or one is not finite
   */
  public static double pValue(double[] differences, Resampling resampling) {
    if (differences.length == 0 || !Arrays.stream(differences).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "Invalid differences: " + differences.length + " (must be >= 1, all finite)");
    }
    // A zero has no sign to flip; sorting makes the draws independent of the order of the rows.
    double[] signed = Arrays.stream(differences).filter(value -> value != 0).sorted().toArray();
    double tolerance = ROUNDING * Arrays.stream(signed).map(Math::abs).sum();
    double observed = Math.abs(Arrays.stream(signed).sum()) - tolerance;
    return signed.length <= EXACT_LIMIT
        ? exact(signed, observed)
        : sampled(signed, observed, resampling);
  }

  private static double exact(double[] signed, double observed) {
    int half = signed.length / 2;
    double[] first = signedSums(Arrays.copyOfRange(signed, 0, half));
    double[] second = signedSums(Arrays.copyOfRange(signed, half, signed.length));
    long hits = 0;
    for (double a : first) {
      for (double b : second) {
        hits += Math.abs(a + b) >= observed ? 1 : 0;
      }
    }
    return (double) hits / ((long) first.length * second.length);
  }

  /** The sums under all {@code 2^n} sign assignments. */
  private static double[] signedSums(double[] values) {
    double[] sums = new double[1 << values.length];
    for (int i = 0; i < values.length; i++) {
      int filled = 1 << i;
      for (int j = 0; j < filled; j++) {
        sums[filled + j] = sums[j] - values[i];
        sums[j] += values[i];
      }
    }
    return sums;
  }

  private static double sampled(double[] signed, double observed, Resampling resampling) {
    SplittableRandom random = new SplittableRandom(resampling.seed());
    int hits = 0;
    for (int draw = 0; draw < resampling.resamples(); draw++) {
      hits += Math.abs(flippedSum(signed, random)) >= observed ? 1 : 0;
    }
    return (1.0 + hits) / (1.0 + resampling.resamples());
  }

  private static double flippedSum(double[] signed, SplittableRandom random) {
    double sum = 0;
    long bits = 0;
    for (int i = 0; i < signed.length; i++) {
      bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
      sum += (bits & 1) == 0 ? signed[i] : -signed[i];
    }
    return sum;
  }
}
