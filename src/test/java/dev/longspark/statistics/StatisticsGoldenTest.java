package dev.longspark.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the statistics to scipy's results on the same scores. */
class StatisticsGoldenTest {
  /** Two bootstraps draw differently; their ends agree to a small part of a standard error. */
  private static final double BOOTSTRAP_TOLERANCE = 0.06;

  /** Three standard errors of a p value near 0.07 from 10,000 draws. */
  private static final double SAMPLED_P_TOLERANCE = 0.0077;

  private static final double EXACT = 1e-9;

  private static JsonNode reference;

  @BeforeAll
  static void readReference() throws IOException {
    Path file = Path.of("src/test/resources/golden/statistics/reference.json");
    reference = new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void pairedComparisonAgreesWithScipy() {
    for (JsonNode one : reference.get("paired")) {
      double[] baseline = doubles(one.get("baseline"));
      PairedComparison comparison =
          PairedComparison.of(baseline, doubles(one.get("technique")), Resampling.DEFAULT);
      double tolerance = BOOTSTRAP_TOLERANCE * one.get("standard_error").asDouble();
      String name = one.get("name").asText();

      assertEquals(baseline.length, comparison.n(), name);
      assertEquals(one.get("mean").asDouble(), comparison.difference().estimate(), EXACT, name);
      assertEquals(
          one.get("bca").get(0).asDouble(), comparison.difference().low(), tolerance, name);
      assertEquals(
          one.get("bca").get(1).asDouble(), comparison.difference().high(), tolerance, name);
      assertEquals(
          one.get("p").asDouble(),
          comparison.pValue(),
          baseline.length <= 20 ? EXACT : SAMPLED_P_TOLERANCE,
          name);
      assertEquals(
          one.get("minimum_detectable_effect").asDouble(),
          comparison.minimumDetectableEffect(),
          EXACT,
          name);
    }
  }

  @Test
  void studentIntervalAgreesWithScipy() {
    for (JsonNode one : reference.get("paired")) {
      double[] differences = doubles(one.get("technique"));
      double[] baseline = doubles(one.get("baseline"));
      for (int i = 0; i < differences.length; i++) {
        differences[i] -= baseline[i];
      }

      Interval interval = StudentInterval.mean(differences, 0.95);

      assertEquals(one.get("student").get(0).asDouble(), interval.low(), EXACT);
      assertEquals(one.get("student").get(1).asDouble(), interval.high(), EXACT);
    }
  }

  @Test
  void interactionAgreesWithScipy() {
    JsonNode one = reference.get("interaction");
    double[] baseline = doubles(one.get("baseline"));
    double[] first = doubles(one.get("first"));
    double[] second = doubles(one.get("second"));
    double[] combination = doubles(one.get("combination"));
    double[][] rows = new double[baseline.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {baseline[i], first[i], second[i], combination[i]};
    }

    Interaction interaction = Interaction.of(rows, Resampling.DEFAULT);

    assertInterval(one, "additive", interaction.additive());
    assertInterval(one, "multiplicative", interaction.multiplicative().orElseThrow());
  }

  @Test
  void kendallTauAgreesWithScipy() {
    for (JsonNode one : reference.get("kendall")) {
      double tau = KendallTau.tauB(doubles(one.get("x")), doubles(one.get("y"))).orElseThrow();

      assertEquals(one.get("tau").asDouble(), tau, EXACT);
    }
  }

  private static void assertInterval(JsonNode one, String name, Interval interval) {
    double low = one.get(name + "_bca").get(0).asDouble();
    double high = one.get(name + "_bca").get(1).asDouble();
    // The interval is about four standard errors wide.
    double tolerance = BOOTSTRAP_TOLERANCE * (high - low) / 4;
    assertEquals(one.get(name).asDouble(), interval.estimate(), EXACT, name);
    assertEquals(low, interval.low(), tolerance, name);
    assertEquals(high, interval.high(), tolerance, name);
  }

  private static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
