package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class BenchmarkScoreTest {
  @Test
  void roundsAsPublished() {
    for (JsonNode line : GoldenFile.read("aggregate.jsonl")) {
      double sum = 0.0;
      for (JsonNode score : line.path("scores")) {
        sum += score.doubleValue();
      }
      assertEquals(
          line.path("expected").path("score").doubleValue(),
          BenchmarkScore.of(sum, line.path("scores").size()).doubleValue(),
          line.path("id").textValue());
    }
  }

  @Test
  void rejectsNoSamples() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> BenchmarkScore.of(0.0, 0));

    assertEquals("Invalid number of samples: 0 (must be > 0)", e.getMessage());
  }
}
