package dev.longspark.data;

import dev.longspark.metrics.MetricCatalog;
import dev.longspark.metrics.TaskMetric;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A task that a study defines: a file of JSON lines and what is asked of each.
 *
 * @param name the user's name for it
 * @param path of the file, or its URI
 * @param prompt with places such as {@code {context}} for the fields of a line
 * @param maxNewTokens the token limit
 * @param metrics names of {@link MetricCatalog}, the one to report first
 * @param pattern of multiple_choice; empty for other metrics
 * @param classes to choose from; empty where the lines say them
 * @param category the group to report it in; empty for the metric's usual one
 * @param language of context and answers
 * @param contextField the field that prompt compression shortens
 * @param questionField the field with the question; empty for {@code question}, else {@code input},
 *     as far as the prompt has it
 * @param answersField the field with the accepted answers; empty for {@code answers}, else {@code
 *     answer}
 * @param promptStyle chat template or not
 * @param stopRule what ends a generation early
 * @param answerRule which part of a prediction is scored
 */
public record OwnTask(
    String name,
    String path,
    String prompt,
    int maxNewTokens,
    List<String> metrics,
    String pattern,
    List<String> classes,
    String category,
    String language,
    String contextField,
    String questionField,
    String answersField,
    PromptStyle promptStyle,
    StopRule stopRule,
    AnswerRule answerRule)
    implements Serializable {
  /** The name of the benchmark that a study's own tasks make. */
  public static final String BENCHMARK = "own";

  /** Names are parts of file names and of a terminal's lines. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** What the views call their means over tasks. */
  private static final List<String> SCOPES =
      Stream.concat(Stream.of("all"), Stream.of(TaskScope.values()).map(TaskScope::label)).toList();

  private static final List<String> QUESTION_FIELDS = List.of("question", "input");
  private static final List<String> ANSWERS_FIELDS = List.of("answers", "answer");

  public OwnTask {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(promptStyle, "promptStyle");
    Objects.requireNonNull(stopRule, "stopRule");
    Objects.requireNonNull(answerRule, "answerRule");
    metrics = List.copyOf(metrics);
    classes = List.copyOf(classes);
    if (!NAME.matcher(name).matches() || SCOPES.contains(name)) {
      throw new IllegalArgumentException(
          "Invalid own-tasks.%s: the name must be letters, digits, '.', '_' and '-', and none of %s"
              .formatted(name, String.join(", ", SCOPES)));
    }
    List<String> fields = PromptTemplate.fields(prompt);
    if (!fields.contains(contextField)) {
      throw invalid(
          name,
          "prompt",
          "it has no {%s}, the field that prompt compression shortens (context-field may be another: %s)"
              .formatted(
                  contextField,
                  fields.isEmpty() ? "it has none at all" : "one of " + String.join(", ", fields)));
    }
    if (!questionField.isEmpty() && !fields.contains(questionField)) {
      throw invalid(
          name,
          "question-field",
          "the prompt has no {%s} (one of: %s)"
              .formatted(questionField, String.join(", ", fields)));
    }
    if (questionField.equals(contextField)) {
      throw invalid(name, "question-field", "it is the context-field too");
    }
    try {
      metrics.forEach(metric -> MetricCatalog.metric(metric, language, pattern));
    } catch (IllegalArgumentException e) {
      throw invalid(name, "metric", e.getMessage());
    }
  }

  private static IllegalArgumentException invalid(String name, String key, String reason) {
    return new IllegalArgumentException("Invalid own-tasks.%s.%s: %s".formatted(name, key, reason));
  }

  /** As a task of the benchmark {@link #BENCHMARK}. */
  public Task task() {
    List<TaskMetric> scored =
        metrics.stream().map(metric -> MetricCatalog.metric(metric, language, pattern)).toList();
    String group = category.isEmpty() ? usualCategory(scored.get(0)) : category;
    return new Task(
        name,
        BENCHMARK,
        group,
        scope(group),
        language,
        new PromptTemplate(prompt, contextField, question()),
        promptStyle,
        maxNewTokens,
        stopRule,
        answerRule,
        scored);
  }

  private static String usualCategory(TaskMetric metric) {
    return switch (metric.headline()) {
      case "rouge_l" -> TaskCategory.SUMMARIZATION.label();
      case "classification" -> TaskCategory.FEW_SHOT.label();
      case "code_similarity" -> TaskCategory.CODE.label();
      default -> TaskCategory.SINGLE_DOC_QA.label();
    };
  }

  private static TaskScope scope(String category) {
    return switch (category) {
      case "single-document", "multi-document" -> TaskScope.QA;
      case "summarization" -> TaskScope.SUMMARIZATION;
      default -> TaskScope.OTHER;
    };
  }

  private String question() {
    List<String> fields = PromptTemplate.fields(prompt);
    return questionField.isEmpty()
        ? QUESTION_FIELDS.stream()
            .filter(field -> fields.contains(field) && !field.equals(contextField))
            .findFirst()
            .orElse("")
        : questionField;
  }

  /** The fields that may hold the accepted answers; the first that a line has does. */
  List<String> answersFields() {
    return answersField.isEmpty() ? ANSWERS_FIELDS : List.of(answersField);
  }

  /** Whether another definition asks the same of a line, wherever its file lies. */
  public boolean isSame(OwnTask other) {
    return task().equals(other.task())
        && classes.equals(other.classes)
        && answersFields().equals(other.answersFields());
  }
}
