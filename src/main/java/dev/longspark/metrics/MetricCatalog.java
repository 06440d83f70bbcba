package dev.longspark.metrics;

import java.util.List;
import java.util.Locale;

/** The metrics that a task of one's own may name. */
public final class MetricCatalog {
  /** All names; a hyphen may stand for an underscore. */
  public static final List<String> NAMES =
      List.of(
          "qa_f1",
          "rouge_l",
          "classification",
          "exact_match",
          "contains_all",
          "contains_any",
          MultipleChoice.NAME,
          "code_similarity");

  private static final String CHINESE = "zh";

  private MetricCatalog() {}

  /**
   * The metric of a name.
   *
   * @param language of answers: {@code zh} has its own words
   * @param pattern of multiple_choice; empty for the others
   * @throws IllegalArgumentException if there is none, or its pattern is missing or no regular
   *     expression
   */
  public static TaskMetric metric(String name, String language, String pattern) {
    boolean isChinese = language.equals(CHINESE);
    String plain = name.toLowerCase(Locale.ROOT).replace('-', '_');
    return switch (plain) {
      case "qa_f1" -> isChinese ? Metric.QA_F1_ZH : Metric.QA_F1;
      case "rouge_l" -> isChinese ? Metric.ROUGE_L_ZH : Metric.ROUGE_L;
      case "classification" -> Metric.CLASSIFICATION;
      case "exact_match" -> AnswerMatch.EXACT_MATCH;
      case "contains_all" -> AnswerMatch.CONTAINS_ALL;
      case "contains_any" -> AnswerMatch.CONTAINS_ANY;
      case MultipleChoice.NAME -> new MultipleChoice(pattern);
      case "code_similarity" -> Metric.CODE_SIMILARITY;
      default ->
          throw new IllegalArgumentException(
              "Unknown metric '%s' (one of: %s)".formatted(name, String.join(", ", NAMES)));
    };
  }
}
