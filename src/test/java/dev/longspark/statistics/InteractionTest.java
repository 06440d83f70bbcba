package dev.longspark.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InteractionTest {
  private static final double ROUNDING = 1e-12;

  @Test
  void effectsThatAddUpHaveNoAdditiveInteraction() {
    double[][] rows = {{0.8, 0.7, 0.6, 0.5}, {0.4, 0.3, 0.2, 0.1}, {0.6, 0.5, 0.4, 0.3}};

    Interaction interaction = Interaction.of(rows, Resampling.DEFAULT);

    assertEquals(3, interaction.n());
    assertEquals(0, interaction.additive().low(), ROUNDING);
    assertEquals(0, interaction.additive().high(), ROUNDING);
  }

  @Test
  void effectsThatMultiplyHaveFactorOne() {
    double[][] rows = {{0.8, 0.4, 0.2, 0.1}, {0.4, 0.2, 0.1, 0.05}, {0.6, 0.3, 0.15, 0.075}};

    Interval factor = Interaction.of(rows, Resampling.DEFAULT).multiplicative().orElseThrow();

    assertEquals(1, factor.estimate(), ROUNDING);
    assertEquals(1, factor.low(), ROUNDING);
    assertEquals(1, factor.high(), ROUNDING);
  }

  @Test
  void threeSingleEffectsAddUpToo() {
    double[][] rows = {{0.8, 0.7, 0.6, 0.75, 0.4}, {0.8, 0.7, 0.6, 0.75, 0.5}};

    Interval additive = Interaction.of(rows, Resampling.DEFAULT).additive();

    // 0.45 observed; 0.8 - 0.1 - 0.2 - 0.05 = 0.45 predicted.
    assertEquals(0, additive.estimate(), ROUNDING);
  }

  @Test
  void factorIsUndefinedWhereASingleEffectLeavesNothing() {
    double[][] rows = {{0.5, 0, 0.5, 0.5}, {0.5, 0, 0.5, 0.5}};

    Interaction interaction = Interaction.of(rows, Resampling.DEFAULT);

    assertTrue(interaction.multiplicative().isEmpty());
    assertEquals(0.5, interaction.additive().estimate());
  }

  @Test
  void rejectsFewerThanTwoSingles() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Interaction.of(new double[2][3], Resampling.DEFAULT));

    assertEquals(
        "Invalid columns: 3 (expected baseline, two singles or more, combination)",
        error.getMessage());
  }
}
