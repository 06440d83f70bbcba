package dev.longspark.report;

import dev.longspark.data.Task;
import dev.longspark.results.RunResults;
import dev.longspark.results.StoredTasks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;

/**
 * One sample and what the techniques made of it.
 *
 * @param title task, sample and group
 * @param gist the question and the range of the scores
 * @param promptTail the prompt after the context, without a chat template
 * @param answers what is accepted
 * @param predictions one of each technique
 */
public record Example(
    String title,
    String gist,
    String promptTail,
    List<String> answers,
    List<Prediction> predictions) {
  private static final int MOST_CHARACTERS = 1500;

  public Example {
    answers = List.copyOf(answers);
    predictions = List.copyOf(predictions);
  }

  /**
   * What one technique answered.
   *
   * @param technique its name
   * @param text the prediction, shortened if it is very long
   * @param scores in words
   */
  public record Prediction(String technique, String text, String scores) {}

  /** The samples of each task on which the techniques differ most. */
  static List<Example> read(RunResults results, int perTask, Order order) {
    List<Row> rows =
        results.rows("examples").stream()
            .filter(row -> row.<Integer>getAs("place") <= perTask)
            .sorted(order.rows(List.of("task", "model", "protocol", "sample_key", "technique")))
            .toList();
    Map<String, List<Row>> samples = new LinkedHashMap<>();
    for (Row row : rows) {
      String key =
          String.join(
              "\n",
              row.<String>getAs("task"),
              row.<String>getAs("model"),
              row.<String>getAs("protocol"),
              row.<String>getAs("sample_key"));
      samples.computeIfAbsent(key, name -> new ArrayList<>()).add(row);
    }
    StoredTasks tasks = tasks(results);
    return samples.values().stream().map(sample -> of(sample, tasks)).toList();
  }

  private static StoredTasks tasks(RunResults results) {
    Map<String, String> manifests = new HashMap<>();
    results.rows("runs").forEach(row -> manifests.put(row.getAs("run_id"), row.getAs("manifest")));
    return StoredTasks.of(manifests);
  }

  private static Example of(List<Row> rows, StoredTasks tasks) {
    Row first = rows.get(0);
    String title =
        "%s, sample %s (%s, %s)"
            .formatted(
                first.<Object>getAs("task"),
                first.<Object>getAs("sample_id"),
                first.<Object>getAs("model"),
                first.<Object>getAs("protocol"));
    List<String> answers =
        first.getAs("answers") == null ? List.of() : first.getList(first.fieldIndex("answers"));
    return new Example(
        title,
        gist(rows),
        promptTail(first, tasks),
        answers.stream().map(Example::shortened).toList(),
        rows.stream().map(Example::prediction).toList());
  }

  private static String gist(List<Row> rows) {
    List<Double> scores =
        rows.stream()
            .map(row -> row.<Double>getAs("score"))
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    String question = Objects.requireNonNullElse(rows.get(0).<String>getAs("question"), "").strip();
    String shown = question.length() <= 90 ? question : question.substring(0, 89) + "…";
    String range =
        scores.isEmpty()
            ? "no scores"
            : "scores from %s to %s"
                .formatted(
                    Columns.number(scores.get(0), 0),
                    Columns.number(scores.get(scores.size() - 1), 0));
    return shown.isEmpty() ? range : shown + " · " + range;
  }

  private static String promptTail(Row row, StoredTasks tasks) {
    String question = Objects.requireNonNullElse(row.getAs("question"), "");
    Map<String, String> fields =
        row.getAs("fields") == null ? Map.of() : row.getJavaMap(row.fieldIndex("fields"));
    String tail =
        tasks
            .find(row.getAs("run_id"), row.getAs("task"))
            .map(Task::template)
            .map(
                template ->
                    template.tail(
                        field ->
                            field.equals(template.questionField())
                                ? question
                                : fields.getOrDefault(field, "")))
            .orElse(question);
    return shortened(tail.strip());
  }

  private static Prediction prediction(Row row) {
    List<String> scores = new ArrayList<>();
    if (!"OK".equals(row.getAs("status"))) {
      scores.add(row.<String>getAs("status").toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    for (String column : List.of("score", "precision", "recall", "hallucination")) {
      Double value = row.getAs(column);
      if (value != null) {
        scores.add(column + " " + Columns.number(value, 1));
      }
    }
    Integer tokens = row.getAs("new_tokens");
    if (tokens != null) {
      scores.add(tokens + " tokens");
    }
    Double seconds = row.getAs("e2e_s");
    if (seconds != null) {
      scores.add(Columns.number(seconds, 2) + " s");
    }
    return new Prediction(
        row.getAs("technique"), shortened(row.getAs("text")), String.join(", ", scores));
  }

  private static String shortened(String text) {
    if (text == null) {
      return "";
    }
    return text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, MOST_CHARACTERS) + " … (%d characters)".formatted(text.length());
  }
}
