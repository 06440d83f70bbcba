package dev.longspark.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BootstrapTest {
  @Test
  void rejectsRowsOfUnequalLength() {
    double[][] rows = {{1, 2}, {1}};

    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Bootstrap.interval(rows, means -> means[0], Resampling.DEFAULT));

    assertEquals("Invalid row: 1 columns (expected 2)", error.getMessage());
  }

  @Test
  void rejectsTooFewResamples() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> new Resampling(10, 0.95, 1));

    assertEquals("Invalid resamples: 10 (must be >= 100)", error.getMessage());
  }
}
