package dev.longspark.results;

import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.GenerationTable;
import dev.longspark.tables.KeyColumns;
import dev.longspark.tables.ScoreTable;
import dev.longspark.tables.Status;
import dev.longspark.tables.Warehouse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * What a terminal shows of the view {@code task_scores}, over few rows and without Spark: planning
 * the view takes seconds, and every run ends with it.
 */
final class CellScores {
  private static final List<String> CELL =
      List.of("run_id", "model", "technique", "task", "protocol", "metric");
  private static final List<String> NUMBERS =
      List.of("score", "n", "failures", "out_of_memory", "tokens_per_second", "memory_gb");

  /** Rows of cells: by model, protocol, task and technique. */
  private static final Comparator<List<String>> ORDER =
      Comparator.comparing((List<String> row) -> row.get(1))
          .thenComparing(row -> row.get(4))
          .thenComparing(row -> row.get(3))
          .thenComparing(row -> row.get(2))
          .thenComparing(row -> row.get(0));

  private static final double GB = 1e9;

  private final Map<GenerationKey, Record> texts = new HashMap<>();
  private final Map<GenerationKey, Record> scores = new HashMap<>();

  private CellScores() {}

  /** The cells of a run; of all runs, told apart by a column, if it is empty. */
  static TextTable read(Warehouse warehouse, String run) {
    CellScores cells = new CellScores();
    Expression wanted = run.isEmpty() ? Expressions.alwaysTrue() : Expressions.equal("run_id", run);
    warehouse.readGenerations(
        wanted,
        KeyColumns.and(
            "metric",
            "status",
            "new_tokens",
            "e2e_ms",
            "peak_memory_bytes",
            "committed_at",
            "executor"),
        row -> cells.texts.merge(KeyColumns.read(row), row, GenerationTable.LATEST));
    warehouse.readScores(
        wanted, KeyColumns.and("metric", "value", "scorer_version", "scored_at"), cells::addScore);
    List<List<String>> rows = cells.rows();
    rows.add(0, Stream.concat(CELL.stream(), NUMBERS.stream()).toList());
    return TextTable.of(
        run.isEmpty() ? rows : rows.stream().map(row -> row.subList(1, row.size())).toList());
  }

  /** Only the metric that the benchmark reports for the task. */
  private void addScore(Record row) {
    Record text = texts.get(KeyColumns.read(row));
    if (text != null && text.getField("metric").equals(row.getField("metric"))) {
      scores.merge(KeyColumns.read(row), row, ScoreTable.LATEST);
    }
  }

  private List<List<String>> rows() {
    Map<List<String>, List<GenerationKey>> cells = new HashMap<>();
    texts.forEach(
        (key, row) ->
            cells
                .computeIfAbsent(
                    CELL.stream().map(column -> (String) row.getField(column)).toList(),
                    cell -> new ArrayList<>())
                .add(key));
    List<List<String>> rows = new ArrayList<>();
    cells.forEach((cell, keys) -> rows.add(row(cell, keys)));
    rows.sort(ORDER);
    return rows;
  }

  private List<String> row(List<String> cell, List<GenerationKey> keys) {
    List<Record> ofCell = keys.stream().map(texts::get).toList();
    List<Double> values =
        numbers(keys.stream().map(scores::get).filter(Objects::nonNull).toList(), "value");
    List<Double> millis = numbers(ofCell, "e2e_ms");
    List<Double> tokens = numbers(ofCell, "new_tokens");
    List<Double> bytes = numbers(ofCell, "peak_memory_bytes");
    List<String> row = new ArrayList<>(cell);
    row.add(shown(100 * sum(values), values.size()));
    row.add(Integer.toString(values.size()));
    row.add(Long.toString(count(ofCell, Status.FAILED)));
    row.add(Long.toString(count(ofCell, Status.OUT_OF_MEMORY)));
    row.add(tokens.isEmpty() ? "" : shown(1000 * sum(tokens), sum(millis)));
    row.add(shown(sum(bytes) / GB, bytes.size()));
    return row;
  }

  /** Those that are known. */
  private static List<Double> numbers(Collection<Record> rows, String column) {
    return rows.stream()
        .map(row -> (Number) row.getField(column))
        .filter(Objects::nonNull)
        .map(Number::doubleValue)
        .toList();
  }

  private static double sum(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static long count(List<Record> rows, Status status) {
    return rows.stream().filter(row -> row.getField("status").equals(status.name())).count();
  }

  private static String shown(double numerator, double denominator) {
    return denominator == 0 ? "" : String.format(Locale.ROOT, "%.4f", numerator / denominator);
  }
}
