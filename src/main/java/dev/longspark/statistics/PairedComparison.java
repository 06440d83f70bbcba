package dev.longspark.statistics;

/**
 * What the samples that both sides completed say about technique minus baseline.
 *
 * @param n number of pairs
 * @param difference mean of technique minus baseline, with its bootstrap interval
 * @param pValue two-sided p value of the paired permutation test, not corrected
 * @param minimumDetectableEffect smallest true difference found with 80 % power at level 5 %
 */
public record PairedComparison(
    int n, Interval difference, double pValue, double minimumDetectableEffect) {
  private static final double ALPHA = 0.05;
  private static final double POWER = 0.8;

  /**
   * Compares two arrays of scores, one pair per sample.
   *
   * @throws IllegalArgumentException if there are fewer than two pairs, or a score without partner
   */
  public static PairedComparison of(double[] baseline, double[] technique, Resampling resampling) {
    double[] differences = differences(baseline, technique);
    double[][] rows = new double[differences.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {differences[i]};
    }
    return new PairedComparison(
        differences.length,
        Bootstrap.interval(rows, means -> means[0], resampling).orElseThrow(),
        SignFlipTest.pValue(differences, resampling),
        StudentInterval.minimumDetectableEffect(differences, ALPHA, POWER));
  }

  private static double[] differences(double[] baseline, double[] technique) {
    if (baseline.length != technique.length) {
      throw new IllegalArgumentException(
          "Invalid pairs: " + baseline.length + " and " + technique.length + " scores");
    }
    double[] differences = new double[baseline.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = technique[i] - baseline[i];
    }
    return differences;
  }
}
