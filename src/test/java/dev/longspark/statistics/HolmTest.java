package dev.longspark.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HolmTest {
  private static final double ROUNDING = 1e-15;

  @Test
  void agreesWithRsPAdjust() {
    // p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm") in R.
    assertArrayEquals(
        new double[] {0.05, 0.08, 0.09, 0.09, 0.09},
        Holm.adjust(new double[] {0.01, 0.02, 0.03, 0.04, 0.05}),
        ROUNDING);
  }

  @Test
  void keepsThePlaceOfEachPValue() {
    assertArrayEquals(
        new double[] {0.06, 0.03, 1, 0.06},
        Holm.adjust(new double[] {0.02, 0.0075, 1, 0.03}),
        ROUNDING);
  }

  @Test
  void leavesASingleTestAlone() {
    assertArrayEquals(new double[] {0.04}, Holm.adjust(new double[] {0.04}));
  }

  @Test
  void rejectsWhatIsNoProbability() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> Holm.adjust(new double[] {0.5, Double.NaN}));

    assertEquals("Invalid p value: NaN (must be in 0 to 1)", error.getMessage());
  }
}
