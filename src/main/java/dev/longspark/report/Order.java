package dev.longspark.report;

import dev.longspark.data.Benchmark;
import dev.longspark.data.Task;
import dev.longspark.results.RunResults;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** In which order rows are shown: techniques as in Table 1, tasks as in the benchmark. */
final class Order {
  private final Map<String, Integer> techniques = new HashMap<>();
  private final List<String> tasks = Benchmark.builtInTasks().stream().map(Task::name).toList();

  private Order(RunResults results) {
    for (Row row : results.rows("techniques")) {
      techniques.put(row.getAs("technique"), row.getAs("place"));
    }
  }

  static Order of(RunResults results) {
    return new Order(results);
  }

  /** The techniques' names. */
  List<String> techniques() {
    return techniques.keySet().stream().sorted(byTechnique()).toList();
  }

  Comparator<String> byTechnique() {
    Comparator<String> byPlace = Comparator.comparingInt(name -> techniques.getOrDefault(name, 0));
    return byPlace.thenComparing(Comparator.naturalOrder());
  }

  /** Names that are no tasks, such as a scope, come first. */
  Comparator<String> byTask() {
    return Comparator.<String>comparingInt(tasks::indexOf).thenComparing(Comparator.naturalOrder());
  }

  /** Rows by those of these columns that they have, one after the other. */
  Comparator<Row> rows(List<String> columns) {
    Comparator<Row> order = by(columns.get(0));
    for (String column : columns.subList(1, columns.size())) {
      order = order.thenComparing(by(column));
    }
    return order;
  }

  private Comparator<Row> by(String column) {
    return switch (column) {
      case "technique" -> Comparator.comparing(row -> row.getAs(column), byTechnique());
      case "task", "scope" -> Comparator.comparing(row -> row.getAs(column), byTask());
      case "words_from", "batch" ->
          Comparator.comparing(
              row -> row.<Integer>getAs(column), Comparator.nullsFirst(Comparator.naturalOrder()));
      default -> Comparator.comparing(row -> row.<String>getAs(column));
    };
  }
}
