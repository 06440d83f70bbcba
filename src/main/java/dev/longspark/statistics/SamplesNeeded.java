package dev.longspark.statistics;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * How many samples it takes to tell a mean from 0, by resampling those that are there.
 *
 * <p><i>Source:</i> power by the bootstrap: Efron and Tibshirani, An Introduction to the Bootstrap,
 * 1993, section 25.5. <i>Formula:</i> the smallest n of which at least {@value #POWER} of the
 * resamples of n values have a Student interval (95 %) that is all on the observed mean's side of
 * 0. A resample whose values are all the same decides nothing. <i>Limits:</i> it takes the values
 * at hand for the population, so with few of them it is an order of magnitude.
 */
public final class SamplesNeeded {
  /** Above it nobody asks for the exact number. */
  public static final int MOST = 2_000;

  private static final double POWER = 0.8;
  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 400;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private final double[] values;
  private final double sign;
  private final long seed;

  private SamplesNeeded(double[] values, double sign, long seed) {
    this.values = values;
    this.sign = sign;
    this.seed = seed;
  }

  /**
   * The number of samples; empty where it is more than {@value #MOST}, or the mean is 0.
   *
   * @param values one per sample, such as differences to a baseline, at least two
   * @throws IllegalArgumentException if there are fewer than two values
   */
  public static OptionalInt of(double[] values, long seed) {
    if (values.length < 2) {
      throw new IllegalArgumentException("Invalid values: " + values.length + " (must be >= 2)");
    }
    double[] sorted = Arrays.stream(values).sorted().toArray(); // rows come in any order
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double variance = Arrays.stream(sorted).map(value -> (value - mean) * (value - mean)).sum();
    double reach =
        NORMAL.inverseCumulativeProbability((1 + CONFIDENCE) / 2)
            + NORMAL.inverseCumulativeProbability(POWER);
    // By the normal approximation it is twice too many: resampling would not find it either.
    if (mean == 0 || reach * reach * variance / sorted.length > 2 * MOST * mean * mean) {
      return OptionalInt.empty();
    }
    return new SamplesNeeded(sorted, Math.signum(mean), seed).smallest();
  }

  private OptionalInt smallest() {
    int enough = 2;
    while (power(enough) < POWER) {
      if (enough == MOST) {
        return OptionalInt.empty();
      }
      enough = Math.min(MOST, 2 * enough);
    }
    int tooFew = enough / 2;
    while (enough - tooFew > 1) {
      int middle = (tooFew + enough) / 2;
      if (power(middle) < POWER) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return OptionalInt.of(enough);
  }

  /** The share of resamples of n values that find the difference. */
  private double power(int n) {
    SplittableRandom random = new SplittableRandom(seed);
    double factor = StudentInterval.quantile(n, (1 + CONFIDENCE) / 2);
    int found = 0;
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      double squares = 0;
      double shift = values[values.length / 2];
      for (int drawn = 0; drawn < n; drawn++) {
        double value = values[random.nextInt(values.length)] - shift;
        sum += value;
        squares += value * value;
      }
      double mean = sum / n;
      double variance = Math.max(0, squares - n * mean * mean) / (n - 1);
      boolean varies = variance > 1e-12 * squares / n;
      found += varies && sign * (mean + shift) > factor * Math.sqrt(variance / n) ? 1 : 0;
    }
    return (double) found / RESAMPLES;
  }
}
