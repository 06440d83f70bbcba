package dev.longspark.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class SamplesNeededTest {
  /** Cohen, Statistical Power Analysis, 1988: an effect of half a deviation takes 34. */
  @Test
  void normalValuesTakeWhatTheTablesSay() {
    NormalDistribution normal = new NormalDistribution(null, 0.5, 1);
    double[] values =
        IntStream.range(0, 1_000)
            .mapToDouble(i -> normal.inverseCumulativeProbability((i + 0.5) / 1_000))
            .toArray();

    assertEquals(34, SamplesNeeded.of(values, 1).orElseThrow(), 3);
    assertEquals(34, SamplesNeeded.of(negated(values), 1).orElseThrow(), 3);
  }

  /** numpy with 40,000 resamples of each n and scipy's quantiles: power 0.79 of 40, 0.81 of 42. */
  @Test
  void skewedDifferencesTakeWhatResamplingInNumpySays() {
    double[] values = {0, 0, 0, 0, 0, -1, 0, 0, -0.5, 0, 0.25, 0, 0, 0, -1, 0, -0.4, 0, 0, 0};

    assertEquals(41, SamplesNeeded.of(values, 1).orElseThrow(), 4);
    assertEquals(SamplesNeeded.of(values, 2), SamplesNeeded.of(reversed(values), 2));
  }

  @Test
  void noDifferenceTakesNoNumber() {
    assertEquals(OptionalInt.empty(), SamplesNeeded.of(new double[] {1, -1, 2, -2}, 1));
    assertEquals(OptionalInt.empty(), SamplesNeeded.of(new double[] {0, 0, 0}, 1));
    assertEquals(OptionalInt.empty(), SamplesNeeded.of(new double[] {10, -10, 0.1, 0}, 1));
    assertThrows(IllegalArgumentException.class, () -> SamplesNeeded.of(new double[] {1}, 1));
  }

  private static double[] negated(double[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> -values[i]).toArray();
  }

  private static double[] reversed(double[] values) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> values[values.length - 1 - i])
        .toArray();
  }
}
