package dev.longspark.tables;

import dev.longspark.data.Task;
import dev.longspark.data.TaskScope;
import java.io.Serializable;
import java.util.Objects;

/**
 * What {@code generations} says of a row's task, so that views know it even where every sample
 * failed.
 *
 * @param benchmark its benchmark's name
 * @param category the group that the benchmark reports it in
 * @param scope which of a report's means it counts in
 * @param metric the metric that the benchmark reports for it
 */
public record TaskColumns(String benchmark, String category, TaskScope scope, String metric)
    implements Serializable {

  public TaskColumns {
    Objects.requireNonNull(benchmark, "benchmark");
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(metric, "metric");
  }

  /** Those of a task. */
  public static TaskColumns of(Task task) {
    return new TaskColumns(task.benchmark(), task.category(), task.scope(), task.headline());
  }
}
