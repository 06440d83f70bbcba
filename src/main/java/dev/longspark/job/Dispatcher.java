package dev.longspark.job;

import dev.longspark.forecast.ModelWork;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.GenerationRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.SparkContext;

/** Hands units to executors and their results to the committer, until none is left. */
final class Dispatcher {
  private final WarehouseSession session;
  private final UnitTask task;
  private final Duration commitWindow;
  private final Consumer<List<GenerationRow>> committed;

  Dispatcher(
      WarehouseSession session,
      UnitTask task,
      Duration commitWindow,
      Consumer<List<GenerationRow>> committed) {
    this.session = session;
    this.task = task;
    this.commitWindow = commitWindow;
    this.committed = committed;
  }

  /**
   * Runs all units of all stages.
   *
   * @throws RunFailedException if they cannot be finished; what has come back is committed
   */
  void run(List<ModelWork> stages, StudySamples samples, CompressedContexts contexts) {
    SparkContext spark = session.spark().sparkContext();
    spark.setJobGroup(task.runId(), description(stages), false);
    List<UnitJob.Placed<UnitInput>> units =
        UnitPlacement.place(stages, UnitJob.executors(spark)).stream()
            .map(placed -> placed.with(input(placed.input(), samples, contexts)))
            .toList();
    try (Committer<UnitResult> committer =
        Committer.start(commitWindow, this::commit, spark::cancelAllJobs)) {
      List<UnitJob.Placed<UnitInput>> left = units;
      while (!left.isEmpty()) {
        left = round(spark, left, committer);
      }
    } catch (Exception e) {
      throw RunFailedException.of(task.runId(), e);
    } finally {
      spark.clearJobGroup();
    }
  }

  /** One job over all units; returns the samples of those that were given up, one by one. */
  private List<UnitJob.Placed<UnitInput>> round(
      SparkContext spark, List<UnitJob.Placed<UnitInput>> units, Committer<UnitResult> committer) {
    Queue<Integer> givenUp = new ConcurrentLinkedQueue<>();
    List<UnitJob.Placed<UnitInput>> singles = new ArrayList<>();
    try (TaskFailures failures = TaskFailures.of(spark)) {
      UnitJob.run(
          spark,
          units,
          task::evaluate,
          result -> {
            if (result.isGivenUp()) {
              givenUp.add(result.input());
            } else {
              committer.add(result);
            }
          });
      for (int position : givenUp) {
        UnitInput unit = units.get(position).input();
        String reason = reason(failures, position);
        if (unit.samples().size() == 1) {
          committer.add(UnitResult.failed(task.runId(), position, unit, reason));
        } else {
          // Nobody knows which of them it is.
          unit.singles().forEach(single -> singles.add(new UnitJob.Placed<>(single, List.of())));
        }
      }
    }
    return singles;
  }

  private static String reason(TaskFailures failures, int position) {
    Optional<TaskFailures.Failure> last = failures.last(position);
    if (last.filter(TaskFailures.Failure::isLoading).isPresent()) {
      throw new IllegalStateException(last.get().reason());
    }
    return "Cannot evaluate: its task failed or lost its executor %d times, at last: %s"
        .formatted(UnitInput.ATTEMPTS, last.map(TaskFailures.Failure::reason).orElse("unknown"));
  }

  /** Generations first: a crash between the two leaves texts without scores, never the reverse. */
  private void commit(List<UnitResult> results) {
    List<GenerationRow> generations =
        results.stream().flatMap(result -> result.generations().stream()).toList();
    session.warehouse().appendGenerations(generations);
    session
        .warehouse()
        .appendScores(results.stream().flatMap(result -> result.scores().stream()).toList());
    if (!generations.isEmpty()) {
      committed.accept(generations);
    }
  }

  private static UnitInput input(WorkUnit unit, StudySamples samples, CompressedContexts contexts) {
    return new UnitInput(
        unit, unit.sampleKeys().stream().map(samples::sample).toList(), contexts.of(unit));
  }

  /** In the words of the study: {@code llama: BF16, FP16 on hotpotqa, qasper, 120 samples}. */
  private static String description(List<ModelWork> stages) {
    List<WorkUnit> units = stages.stream().flatMap(stage -> stage.units().stream()).toList();
    return "%s: %s on %s, %d samples"
        .formatted(
            names(units, unit -> unit.cell().model()),
            names(units, unit -> unit.cell().technique().name()),
            names(units, unit -> unit.cell().task().name()),
            units.stream().mapToInt(unit -> unit.sampleKeys().size()).sum());
  }

  private static String names(List<WorkUnit> units, Function<WorkUnit, String> name) {
    return String.join(", ", new TreeSet<>(units.stream().map(name).toList()));
  }
}
