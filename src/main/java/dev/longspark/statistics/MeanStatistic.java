package dev.longspark.statistics;

/** A number computed from the means of several columns that belong to the same samples. */
@FunctionalInterface
public interface MeanStatistic {
  /**
   * The statistic.
   *
   * @param means the mean of each column; owned by the caller, read only
   */
  double of(double[] means);
}
