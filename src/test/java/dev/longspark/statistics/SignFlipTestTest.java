package dev.longspark.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SignFlipTestTest {
  @Test
  void countsAllSignAssignments() {
    // Sums 1+2+3 = 6 and 1+2-3 = 0: |sum| >= 4 for (+++), (-++) and their mirrors: 4 of 8.
    assertEquals(0.5, SignFlipTest.pValue(new double[] {-1, 2, 3}, Resampling.DEFAULT));
  }

  @Test
  void zerosChangeNothing() {
    double[] differences = {1, 2, 4, 8};
    double[] withZeros = {0, 1, 0, 2, 4, 0, 8};

    assertEquals(2 / 16.0, SignFlipTest.pValue(differences, Resampling.DEFAULT));
    assertEquals(2 / 16.0, SignFlipTest.pValue(withZeros, Resampling.DEFAULT));
  }

  @Test
  void sumsThatDifferOnlyByRoundingAreEqual() {
    // 0.1 + 0.2 - 0.3 is not 0 in floating point; all eight sums are as extreme as the observed 0.
    assertEquals(1, SignFlipTest.pValue(new double[] {0.1, 0.2, -0.3}, Resampling.DEFAULT));
  }

  @Test
  void sampledPValueIsNeverZero() {
    double[] differences = new double[100];
    Arrays.fill(differences, 0.3);

    assertEquals(1 / 10_001.0, SignFlipTest.pValue(differences, Resampling.DEFAULT));
  }

  @Test
  void rejectsNoDifferences() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> SignFlipTest.pValue(new double[0], Resampling.DEFAULT));

    assertEquals("Invalid differences: 0 (must be >= 1, all finite)", error.getMessage());
  }
}
