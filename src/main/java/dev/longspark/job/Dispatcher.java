package dev.longspark.job;

import dev.longspark.plan.Stage;
import dev.longspark.plan.WorkUnit;
import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.WarehouseSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
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
  void run(List<Stage> stages, StudySamples samples) {
    SparkContext spark = session.spark().sparkContext();
    spark.setJobGroup(task.runId(), description(stages), false);
    List<UnitJob.Placed> units =
        Placement.place(stages, UnitJob.executors(spark)).stream()
            .map(placed -> new UnitJob.Placed(input(placed.unit(), samples), placed.executor()))
            .toList();
    try (Committer committer =
        Committer.start(session.warehouse(), commitWindow, committed, spark::cancelAllJobs)) {
      List<UnitJob.Placed> left = units;
      while (!left.isEmpty()) {
        left = round(spark, left, committer);
      }
    } catch (Exception e) {
      // A commit that failed cancels the job, whose exception then only says so.
      Throwable fault = e.getSuppressed().length > 0 ? e.getSuppressed()[0] : e;
      throw new RunFailedException(
          "Cannot finish run %s: %s%nWhat was generated is kept; the same command continues."
              .formatted(task.runId(), reason(fault)),
          fault);
    } finally {
      spark.clearJobGroup();
    }
  }

  /** One job over all units; returns the samples of those that were given up, one by one. */
  private List<UnitJob.Placed> round(
      SparkContext spark, List<UnitJob.Placed> units, Committer committer) {
    Queue<Integer> givenUp = new ConcurrentLinkedQueue<>();
    UnitJob.run(
        spark,
        units,
        task,
        result -> {
          if (result.isGivenUp()) {
            givenUp.add(result.input());
          } else {
            committer.add(result);
          }
        });
    List<UnitJob.Placed> singles = new ArrayList<>();
    for (int position : givenUp) {
      units
          .get(position)
          .input()
          .singles()
          .forEach(single -> singles.add(new UnitJob.Placed(single, "")));
    }
    return singles;
  }

  private static UnitInput input(WorkUnit unit, StudySamples samples) {
    return new UnitInput(unit, unit.sampleKeys().stream().map(samples::sample).toList());
  }

  /** In the words of the study: {@code llama: BF16, FP16 on hotpotqa, qasper, 120 samples}. */
  private static String description(List<Stage> stages) {
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

  /** The innermost cause: Spark wraps a task's exception in its own. */
  private static String reason(Throwable fault) {
    return Stream.iterate(fault, next -> next != null, Throwable::getCause)
        .reduce((outer, inner) -> inner)
        .map(Throwable::toString)
        .orElseThrow();
  }
}
