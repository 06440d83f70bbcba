package dev.longspark.statistics;

import java.io.Serializable;

/**
 * How often and how surely to resample.
 *
 * @param resamples number of bootstrap or permutation draws, at least 100
 * @param confidence coverage of the intervals, between 0 and 1
 * @param seed seed of the draws; one seed gives one result
 */
public record Resampling(int resamples, double confidence, long seed) implements Serializable {
  /** 10,000 draws, 95 % intervals, a fixed seed. */
  public static final Resampling DEFAULT = new Resampling(10_000, 0.95, 20_240_726L);

  public Resampling {
    if (resamples < 100) {
      throw new IllegalArgumentException("Invalid resamples: " + resamples + " (must be >= 100)");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "Invalid confidence: " + confidence + " (must be between 0 and 1)");
    }
  }
}
