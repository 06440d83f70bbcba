package dev.longspark.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KendallTauTest {
  @Test
  void reversedRankingHasTauMinusOne() {
    double[] rising = {1, 2, 3, 4};
    double[] falling = {4, 3, 2, 1};

    assertEquals(-1, KendallTau.tauB(rising, falling).orElseThrow());
  }

  @Test
  void isUndefinedWhereNothingIsRanked() {
    assertTrue(KendallTau.tauB(new double[] {1, 1, 1}, new double[] {1, 2, 3}).isEmpty());
  }

  @Test
  void rejectsRankingsOfDifferentThings() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> KendallTau.tauB(new double[2], new double[3]));

    assertEquals("Invalid rankings: 2 and 3 values (expected as many)", error.getMessage());
  }
}
