package dev.longspark.benchmark;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What one variant did, run after run.
 *
 * @param perSecond by the clock
 * @param perCpuSecond by the processor time of the whole process, which other processes leave alone
 */
record Series(String variant, List<Double> perSecond, List<Double> perCpuSecond) {
  Series {
    perSecond = List.copyOf(perSecond);
    perCpuSecond = List.copyOf(perCpuSecond);
  }

  /** A value that was counted, not timed. */
  static Series counted(String variant, double value) {
    return new Series(variant, List.of(value), List.of(value));
  }

  /** Median of the ratios to the baseline's run of the same turn. */
  double ratio(Series baseline) {
    return median(ratios(perSecond, baseline.perSecond));
  }

  double cpuRatio(Series baseline) {
    return median(ratios(perCpuSecond, baseline.perCpuSecond));
  }

  double median() {
    return median(perSecond);
  }

  /** Half of the runs lie within this share of the median, from quartile to quartile. */
  double spread() {
    return (quantile(perSecond, 0.75) - quantile(perSecond, 0.25)) / median();
  }

  private static List<Double> ratios(List<Double> own, List<Double> base) {
    return IntStream.range(0, own.size()).mapToObj(i -> own.get(i) / base.get(i)).toList();
  }

  private static double median(List<Double> values) {
    return quantile(values, 0.5);
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    double place = share * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
