package dev.longspark.data;

import dev.longspark.metrics.TaskMetric;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One data set of a benchmark and the benchmark's own rules for it.
 *
 * @param name as in the tables, e.g. {@code hotpotqa}; no two benchmarks share one
 * @param benchmark the benchmark's name
 * @param category the group that the benchmark reports it in, e.g. {@code single-document}
 * @param scope which of a report's means it counts in
 * @param language {@code en}, {@code zh}, {@code code} or another
 * @param template the prompt
 * @param promptStyle chat template or not
 * @param maxNewTokens the benchmark's token limit
 * @param stopRule what ends a generation early
 * @param answerRule which part of a prediction is scored
 * @param metrics the benchmark's metrics, the one that it reports first
 */
public record Task(
    String name,
    String benchmark,
    String category,
    TaskScope scope,
    String language,
    PromptTemplate template,
    PromptStyle promptStyle,
    int maxNewTokens,
    StopRule stopRule,
    AnswerRule answerRule,
    List<TaskMetric> metrics)
    implements Serializable {
  /** The language that hallucination is defined for. */
  private static final String ENGLISH = "en";

  public Task {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(benchmark, "benchmark");
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(template, "template");
    Objects.requireNonNull(promptStyle, "promptStyle");
    Objects.requireNonNull(stopRule, "stopRule");
    Objects.requireNonNull(answerRule, "answerRule");
    metrics = List.copyOf(metrics);
    if (maxNewTokens < 1) {
      throw new IllegalArgumentException(
          "Invalid maxNewTokens of " + name + ": " + maxNewTokens + " (must be > 0)");
    }
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("Missing metric of " + name);
    }
  }

  /** The metric that the benchmark reports. */
  public TaskMetric metric() {
    return metrics.get(0);
  }

  /** The name of its reported score. */
  public String headline() {
    return metric().headline();
  }

  /** Whether its texts are English. */
  public boolean isEnglish() {
    return language.equals(ENGLISH);
  }

  /**
   * Scores a prediction with every metric.
   *
   * @param prediction the part of it that is scored
   * @return scores from 0 to 1 by name, the reported metric's first
   */
  public Map<String, Double> score(String prediction, List<String> answers, List<String> classes) {
    Map<String, Double> scores = new LinkedHashMap<>();
    metrics.forEach(
        metric -> metric.score(prediction, answers, classes).forEach(scores::putIfAbsent));
    return Collections.unmodifiableMap(scores);
  }
}
