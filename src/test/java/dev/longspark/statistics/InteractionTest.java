package dev.longspark.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InteractionTest {
  private static final double ROUNDING = 1e-12;

  @Test
  void effectsThatAddUpHaveNoAdditiveInteraction() {
    double[] baseline = {0.8, 0.4, 0.6};
    double[] first = {0.7, 0.3, 0.5};
    double[] second = {0.6, 0.2, 0.4};
    double[] combination = {0.5, 0.1, 0.3};

    Interaction interaction =
        Interaction.of(baseline, first, second, combination, Resampling.DEFAULT);

    assertEquals(3, interaction.n());
    assertEquals(0, interaction.additive().low(), ROUNDING);
    assertEquals(0, interaction.additive().high(), ROUNDING);
  }

  @Test
  void effectsThatMultiplyHaveFactorOne() {
    double[] baseline = {0.8, 0.4, 0.6};
    double[] first = {0.4, 0.2, 0.3};
    double[] second = {0.2, 0.1, 0.15};
    double[] combination = {0.1, 0.05, 0.075};

    Interval factor =
        Interaction.of(baseline, first, second, combination, Resampling.DEFAULT)
            .multiplicative()
            .orElseThrow();

    assertEquals(1, factor.estimate(), ROUNDING);
    assertEquals(1, factor.low(), ROUNDING);
    assertEquals(1, factor.high(), ROUNDING);
  }

  @Test
  void factorIsUndefinedWhereASingleEffectLeavesNothing() {
    double[] some = {0.5, 0.5};
    double[] nothing = {0, 0};

    Interaction interaction = Interaction.of(some, nothing, some, some, Resampling.DEFAULT);

    assertTrue(interaction.multiplicative().isEmpty());
    assertEquals(0.5, interaction.additive().estimate());
  }

  @Test
  void rejectsArraysOfDifferentLength() {
    double[] two = {0, 1};
    double[] three = {0, 1, 2};

    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Interaction.of(two, two, three, two, Resampling.DEFAULT));

    assertEquals(
        "Invalid scores: 2, 2, 3 and 2 (expected as many, at least 2)", error.getMessage());
  }
}
