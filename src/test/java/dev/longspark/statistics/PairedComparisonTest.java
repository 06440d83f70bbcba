package dev.longspark.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  @Test
  void constantGainHasAnIntervalOfNoWidth() {
    double[] baseline = {0.25, 0.5, 0.75, 0.0};
    double[] technique = {0.5, 0.75, 1.0, 0.25};

    PairedComparison comparison = PairedComparison.of(baseline, technique, Resampling.DEFAULT);

    assertEquals(new Interval(0.25, 0.25, 0.25), comparison.difference());
    // Only the observed signs and their mirror image reach the sum: 2 of 2^4.
    assertEquals(0.125, comparison.pValue());
    assertEquals(0, comparison.minimumDetectableEffect());
  }

  @Test
  void equalScoresAreTied() {
    double[] scores = {0.1, 0.9, 0.4};

    PairedComparison comparison = PairedComparison.of(scores, scores, Resampling.DEFAULT);

    assertEquals(1, comparison.pValue());
    assertFalse(comparison.difference().excludes(0));
  }

  @Test
  void swappingTheSidesMirrorsTheResult() {
    double[] a = draws(60, 1);
    double[] b = draws(60, 2);

    PairedComparison forth = PairedComparison.of(a, b, new Resampling(20_000, 0.9, 3));
    PairedComparison back = PairedComparison.of(b, a, new Resampling(20_000, 0.9, 4));

    assertEquals(forth.difference().estimate(), -back.difference().estimate(), 1e-15);
    assertEquals(forth.difference().low(), -back.difference().high(), 0.005);
    assertEquals(forth.pValue(), back.pValue(), 0.02);
  }

  @Test
  void orderOfTheSamplesDoesNotMatter() {
    double[] a = draws(50, 1);
    double[] b = draws(50, 2);
    double[] reversedA = reversed(a);
    double[] reversedB = reversed(b);

    assertEquals(
        PairedComparison.of(a, b, Resampling.DEFAULT),
        PairedComparison.of(reversedA, reversedB, Resampling.DEFAULT));
  }

  @Test
  void anotherSeedDrawsOtherResamples() {
    double[] a = draws(50, 1);
    double[] b = draws(50, 2);

    PairedComparison one = PairedComparison.of(a, b, new Resampling(1000, 0.95, 1));
    PairedComparison other = PairedComparison.of(a, b, new Resampling(1000, 0.95, 2));

    assertFalse(one.equals(other));
  }

  @Test
  void intervalsCoverTheTrueMeanAboutAsOftenAsTheySay() {
    int covered = 0;
    for (int trial = 0; trial < 400; trial++) {
      double[] zeros = new double[40];
      double[] values = draws(40, trial);
      Interval interval =
          PairedComparison.of(zeros, values, new Resampling(1000, 0.95, trial)).difference();
      covered += interval.excludes(0.5) ? 0 : 1;
    }

    assertTrue(covered >= 366 && covered <= 394, () -> "95 % intervals should cover 380 of 400");
  }

  @Test
  void rejectsFewerThanTwoPairs() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> PairedComparison.of(new double[1], new double[1], Resampling.DEFAULT));

    assertEquals("Invalid rows: 1 (must be >= 2)", error.getMessage());
  }

  @Test
  void rejectsScoresWithoutPartner() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> PairedComparison.of(new double[3], new double[2], Resampling.DEFAULT));

    assertEquals("Invalid pairs: 3 and 2 scores", error.getMessage());
  }

  private static double[] draws(int n, long seed) {
    return new SplittableRandom(seed).doubles(n).toArray();
  }

  private static double[] reversed(double[] values) {
    double[] reversed = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    return reversed;
  }
}
