package dev.longspark.cli;

import dev.longspark.data.LongBenchE;
import dev.longspark.metrics.BenchmarkScore;
import dev.longspark.metrics.BucketScore;
import dev.longspark.metrics.LengthBucket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The scores of one task: over all samples, or over those of each length for LongBench-E. */
final class TaskScores {
  private final String task;
  private final Map<String, Double> sums = new LinkedHashMap<>();
  private final Map<String, Map<LengthBucket, List<Double>>> buckets = new LinkedHashMap<>();
  private int lines;

  TaskScores(String task) {
    this.task = task;
  }

  void add(Map<String, Double> scores, int length) {
    scores.forEach(
        (name, score) -> {
          sums.merge(name, score, Double::sum);
          buckets
              .computeIfAbsent(name, key -> new EnumMap<>(LengthBucket.class))
              .computeIfAbsent(LengthBucket.of(length), key -> new ArrayList<>())
              .add(score);
        });
    lines++;
  }

  int lines() {
    return lines;
  }

  /** Rows of task, metric, score from 0 to 100 and lines, the benchmark's metric first. */
  List<List<String>> rows() {
    return LongBenchE.isMember(task) ? rowsByLength() : rowsOverAll();
  }

  private List<List<String>> rowsOverAll() {
    return sums.entrySet().stream()
        .map(
            sum ->
                List.of(
                    task,
                    sum.getKey(),
                    BenchmarkScore.of(sum.getValue(), lines).toPlainString(),
                    Integer.toString(lines)))
        .toList();
  }

  /** LongBench-E has no score over all lengths. */
  private List<List<String>> rowsByLength() {
    List<List<String>> rows = new ArrayList<>();
    buckets.forEach(
        (metric, byLength) ->
            byLength.forEach(
                (bucket, scores) ->
                    rows.add(
                        List.of(
                            task + " " + bucket.label(),
                            metric,
                            String.format(Locale.ROOT, "%.2f", BucketScore.of(scores)),
                            Integer.toString(scores.size())))));
    return rows;
  }
}
