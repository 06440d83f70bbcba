package dev.longspark.metrics;

import java.util.List;

/**
 * LongBench-E's score of the samples of one bucket: numpy's mean, times 100, rounded by numpy to
 * two decimals; unlike {@link BenchmarkScore}, which rounds as Python does.
 */
public final class BucketScore {
  private static final int BLOCK = 128;
  private static final int LANES = 8;

  private BucketScore() {}

  /**
   * From 0.00 to 100.00.
   *
   * @param scores of the samples, from 0 to 1, in the order of the file
   * @throws IllegalArgumentException without samples: no score is not a score of 0
   */
  public static double of(List<Double> scores) {
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("Invalid number of samples: 0 (must be > 0)");
    }
    double mean = sum(scores) / scores.size();
    return Math.rint(100 * mean * 100) / 100;
  }

  /** Pairwise in halves, and in eight lanes below them, as numpy adds. */
  private static double sum(List<Double> scores) {
    int count = scores.size();
    if (count > BLOCK) {
      int half = count / 2 - count / 2 % LANES;
      return sum(scores.subList(0, half)) + sum(scores.subList(half, count));
    }
    double sum = 0;
    int next = 0;
    if (count >= LANES) {
      double[] lanes = new double[LANES];
      for (; next < count - count % LANES; next++) {
        lanes[next % LANES] += scores.get(next);
      }
      sum =
          ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
              + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    }
    for (; next < count; next++) {
      sum += scores.get(next);
    }
    return sum;
  }
}
