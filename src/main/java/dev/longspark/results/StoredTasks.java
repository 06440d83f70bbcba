package dev.longspark.results;

import dev.longspark.data.Benchmark;
import dev.longspark.data.OwnTaskJson;
import dev.longspark.data.Task;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.Warehouse;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expressions;

/**
 * The tasks of stored rows: those of the benchmarks that are built in, and those that the runs'
 * manifests define. Two runs may mean different things by one name.
 */
public final class StoredTasks implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Map<String, Task> BUILT_IN =
      Benchmark.builtInTasks().stream().collect(Collectors.toMap(Task::name, Function.identity()));

  private final Map<String, Map<String, Task>> own = new HashMap<>();

  private StoredTasks() {}

  /** The tasks of all runs of a warehouse. */
  public static StoredTasks of(Warehouse warehouse) {
    return of(
        warehouse.runs(Expressions.alwaysTrue()).stream()
            .collect(Collectors.toMap(RunRow::id, RunRow::manifest, (first, last) -> last)));
  }

  /**
   * The tasks of some runs.
   *
   * @param manifests of the runs, by their ids
   */
  public static StoredTasks of(Map<String, String> manifests) {
    StoredTasks tasks = new StoredTasks();
    manifests.forEach(
        (run, manifest) ->
            OwnTaskJson.read(manifest)
                .forEach(
                    task ->
                        tasks
                            .own
                            .computeIfAbsent(run, id -> new HashMap<>())
                            .put(task.name(), task.task())));
    return tasks;
  }

  /** The task of that name, as a run means it. */
  public Optional<Task> find(String run, String name) {
    return Optional.ofNullable(BUILT_IN.get(name))
        .or(() -> Optional.ofNullable(own.getOrDefault(run, Map.of()).get(name)));
  }

  /**
   * The task of a generation.
   *
   * @throws IllegalArgumentException if neither a benchmark nor its run knows it
   */
  public Task of(GenerationKey key) {
    return find(key.run(), key.task())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown task: '%s' of run %s".formatted(key.task(), key.run())));
  }

  /** The tasks that all runs know. */
  public Collection<Task> builtIn() {
    return BUILT_IN.values();
  }

  /** The runs that define tasks. */
  public Set<String> definingRuns() {
    return own.keySet();
  }

  /** The tasks that a run defines. */
  public Collection<Task> own(String run) {
    return own.getOrDefault(run, Map.of()).values();
  }
}
