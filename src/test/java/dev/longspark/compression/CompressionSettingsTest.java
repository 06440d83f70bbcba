package dev.longspark.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionSettingsTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, Double.NaN, 1e-17})
  void rejectsRatesThatKeepNothing(double rate) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> CompressionSettings.atRate(rate, List.of()));

    assertEquals("Invalid rate: " + rate + " (must be above 0)", error.getMessage());
  }

  @Test
  void rejectsMoreForceTokensThanMarkers() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> CompressionSettings.atRate(0.5, Collections.nCopies(101, "a")));

    assertEquals("Invalid force tokens: 101 (must be at most 100)", error.getMessage());
  }

  @Test
  void rejectsAnEmptyForceToken() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> CompressionSettings.atRate(0.5, List.of("")));

    assertEquals("Invalid force token: '' (must not be empty)", error.getMessage());
  }
}
