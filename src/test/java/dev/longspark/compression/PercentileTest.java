package dev.longspark.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class PercentileTest {
  @Test
  void agreesWithNumpy() {
    JsonNode golden = Golden.read("units.json").get("percentile");
    for (JsonNode sample : golden.get("cases")) {
      double[] values = Golden.doubles(golden.get("lists").get(sample.get("list").asInt()));
      int q = sample.get("q").asInt();

      assertEquals(sample.get("float64").asDouble(), Percentile.of(values, q), 1e-15);
    }
  }

  @Test
  void countsStandForRepeatedValues() {
    double[] repeated = {0.1, 0.1, 0.1, 0.4, 0.9, 0.9};
    double[] values = {0.9, 0.7, 0.1, 0.4};
    int[] counts = {2, 0, 3, 1};

    for (int q = 0; q <= 100; q++) {
      assertEquals(Percentile.of(repeated, q), Percentile.of(values, counts, q));
    }
  }

  @Test
  void truncatesTheShareToDrop() {
    for (JsonNode sample : Golden.read("units.json").get("rate_to_q")) {
      double rate = sample.get("rate").asDouble();

      assertEquals(sample.get("threshold_q").asInt(), CompressionSettings.percentile(rate, 1));
      assertEquals(sample.get("drop_q").asInt(), CompressionSettings.percentile(rate, 0));
    }
  }

  @Test
  void rejectsPercentilesOutOfRange() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Percentile.of(new double[] {0.5}, 101));

    assertEquals("Invalid percentile: 101 (must be 0 to 100)", error.getMessage());
  }
}
