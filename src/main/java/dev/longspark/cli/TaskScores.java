package dev.longspark.cli;

import dev.longspark.metrics.BenchmarkScore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sums of one task's scores. */
final class TaskScores {
  private final String task;
  private final Map<String, Double> sums = new LinkedHashMap<>();
  private int lines;

  TaskScores(String task) {
    this.task = task;
  }

  void add(Map<String, Double> scores) {
    scores.forEach((name, score) -> sums.merge(name, score, Double::sum));
    lines++;
  }

  int lines() {
    return lines;
  }

  /** Rows of task, metric, score from 0 to 100 and lines, the benchmark's metric first. */
  List<List<String>> rows() {
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
}
