package dev.longspark.statistics;

import java.util.OptionalDouble;

/**
 * Agreement of two rankings of the same things, ties allowed (tau-b).
 *
 * <p><i>Source:</i> Kendall, The treatment of ties in ranking problems, 1945. <i>Formula:</i>
 * {@code (concordant - discordant) / sqrt((pairs - tiedInX) (pairs - tiedInY))}.
 */
public final class KendallTau {
  private KendallTau() {}

  /**
   * Tau-b from -1 (reversed) to 1 (same order); empty where all values of one side are equal.
   *
   * @throws IllegalArgumentException if the two sides differ in length
   */
  public static OptionalDouble tauB(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "Invalid rankings: " + x.length + " and " + y.length + " values (expected as many)");
    }
    long order = 0;
    long untiedX = 0;
    long untiedY = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        long signX = Double.compare(x[i] + 0.0, x[j] + 0.0);
        long signY = Double.compare(y[i] + 0.0, y[j] + 0.0);
        order += signX * signY;
        untiedX += Math.abs(signX);
        untiedY += Math.abs(signY);
      }
    }
    return untiedX == 0 || untiedY == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(order / Math.sqrt((double) untiedX * untiedY));
  }
}
