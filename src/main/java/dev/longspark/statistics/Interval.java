package dev.longspark.statistics;

/**
 * An estimate with its confidence interval, in the unit of the estimate.
 *
 * @param estimate the estimate from the samples as they are
 * @param low lower end of the interval
 * @param high upper end of the interval, at least {@code low}
 */
public record Interval(double estimate, double low, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("Invalid interval: low " + low + ", high " + high);
    }
  }

  /** Whether the value lies outside the interval. */
  public boolean excludes(double value) {
    return value < low || value > high;
  }
}
