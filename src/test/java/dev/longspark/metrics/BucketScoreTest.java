package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BucketScoreTest {
  @Test
  void scoresBucketsAsPublished() {
    for (JsonNode line : GoldenFile.read("aggregate.jsonl")) {
      Map<LengthBucket, List<Double>> buckets = new EnumMap<>(LengthBucket.class);
      for (int i = 0; i < line.path("lengths").size(); i++) {
        buckets
            .computeIfAbsent(
                LengthBucket.of(line.path("lengths").get(i).intValue()), key -> new ArrayList<>())
            .add(line.path("scores").get(i).doubleValue());
      }
      for (LengthBucket bucket : LengthBucket.values()) {
        JsonNode expected = line.path("expected").path("buckets").path(bucket.label());
        String id = line.path("id").textValue() + " " + bucket;
        List<Double> scores = buckets.getOrDefault(bucket, List.of());
        if (expected.isNumber()) {
          assertEquals(expected.doubleValue(), BucketScore.of(scores), id);
        } else {
          assertTrue(scores.isEmpty(), id);
        }
      }
    }
  }

  @Test
  void rejectsNoSamples() {
    assertThrows(IllegalArgumentException.class, () -> BucketScore.of(List.of()));
  }
}
