package dev.longspark.job;

import dev.longspark.forecast.ModelWork;
import dev.longspark.forecast.UnitMaker;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.inference.Evaluator;
import dev.longspark.measurement.FollowedAnswer;
import dev.longspark.plan.Cell;
import dev.longspark.plan.StudyPlan;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Divergence;
import dev.longspark.tables.DivergenceRow;
import dev.longspark.tables.FidelityTables;
import dev.longspark.tables.FollowedRow;
import dev.longspark.tables.Warehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads every technique along its baseline's answers, when all generations are done: no time that
 * is measured meets it, and whatever ran where and when, the tables have what it needs. Baselines
 * go first and their distributions are stored; then model after model follows. Prompts are read
 * once more, because the cache of a generation holds its own answer by then.
 */
final class FidelityStage {
  private static final Logger LOG = LoggerFactory.getLogger(FidelityStage.class);

  /** Tokens of answers whose distributions travel in one job: 64 best of each, some 200 MB. */
  private static final int JOB_TOKENS = 200_000;

  private final StudyPlan plan;
  private final StudySamples samples;
  private final Evaluator evaluator;
  private final String runId;
  private final Duration commitWindow;

  FidelityStage(
      StudyPlan plan,
      StudySamples samples,
      Evaluator evaluator,
      String runId,
      Duration commitWindow) {
    this.plan = plan;
    this.samples = samples;
    this.evaluator = evaluator;
    this.runId = runId;
    this.commitWindow = commitWindow;
  }

  /** Whether the tables lack something that could be compared. */
  boolean isMissing(Warehouse warehouse) {
    if (!isWanted()) {
      return false;
    }
    return !missing(FidelityState.read(plan, warehouse, runId)).isEmpty();
  }

  private boolean isWanted() {
    return plan.study().fidelity() > 0 && evaluator.canFollow();
  }

  private List<ModelWork> missing(FidelityState state) {
    return work(state::lacks);
  }

  private List<ModelWork> work(BiPredicate<Cell, String> wanted) {
    Map<String, Set<String>> first = new HashMap<>(); // by task
    plan.tasks().forEach(task -> first.put(task.name(), first(task.name())));
    return UnitMaker.missing(
        plan,
        samples.lengths(),
        (cell, sample) ->
            !(first.get(cell.task().name()).contains(sample) && wanted.test(cell, sample)));
  }

  private Set<String> first(String task) {
    return samples.keys(task).stream().limit(plan.study().fidelity()).collect(Collectors.toSet());
  }

  /**
   * Compares what the tables lack.
   *
   * @throws RunFailedException if it cannot be finished; what has come back is committed
   */
  void run(WarehouseSession session) {
    if (!isWanted()) {
      return;
    }
    FidelityState state = FidelityState.read(plan, session.warehouse(), runId);
    List<ModelWork> techniques = missing(state);
    if (techniques.isEmpty()) {
      return;
    }
    Map<Cell, Set<String>> needed = new HashMap<>();
    for (ModelWork each : techniques) {
      for (WorkUnit unit : each.units()) {
        needed
            .computeIfAbsent(state.baseline(unit.cell()).orElseThrow(), cell -> new HashSet<>())
            .addAll(unit.sampleKeys());
      }
    }
    List<ModelWork> baselines =
        work(
            (cell, sample) ->
                needed.getOrDefault(cell, Set.of()).contains(sample)
                    && state.lacksFollowed(cell, sample));
    SparkContext spark = session.spark().sparkContext();
    LOG.info(
        "Comparing {} answers with their baseline's, token by token",
        techniques.stream()
            .flatMap(each -> each.units().stream())
            .mapToInt(unit -> unit.sampleKeys().size())
            .sum());
    try {
      spark.setJobGroup(runId, "fidelity: baselines", false);
      compare(session, units(baselines, state, spark, Map.of()));
      for (ModelWork each : techniques) {
        spark.setJobGroup(runId, "fidelity: " + each.model().label(), false);
        follow(session, each, state, spark);
      }
    } catch (Exception e) { // Spark's too, which Scala does not declare
      throw e instanceof RunFailedException known ? known : RunFailedException.of(runId, e);
    } finally {
      spark.clearJobGroup();
    }
  }

  /** One model along its baseline's answers, in jobs of bounded size. */
  private void follow(
      WarehouseSession session, ModelWork work, FidelityState state, SparkContext spark) {
    List<WorkUnit> open = new ArrayList<>();
    int tokens = 0;
    for (WorkUnit unit : work.units()) {
      Cell baseline = state.baseline(unit.cell()).orElseThrow();
      int more =
          unit.sampleKeys().stream().mapToInt(key -> state.answer(baseline, key).size()).sum();
      if (!open.isEmpty() && tokens + more > JOB_TOKENS) {
        followNow(session, new ModelWork(work.model(), open), state, spark);
        open.clear();
        tokens = 0;
      }
      open.add(unit);
      tokens += more;
    }
    followNow(session, new ModelWork(work.model(), open), state, spark);
  }

  private void followNow(
      WarehouseSession session, ModelWork work, FidelityState state, SparkContext spark) {
    FidelityTables tables = session.warehouse().fidelity();
    Set<String> keys =
        work.units().stream()
            .flatMap(unit -> unit.sampleKeys().stream())
            .collect(Collectors.toSet());
    Map<Cell, Map<String, FollowedAnswer>> followed = new HashMap<>();
    Map<String, Map<String, FollowedAnswer>> stored = new TreeMap<>();
    for (FollowedRow row : tables.followed(runId, work.model().model(), keys)) {
      stored
          .computeIfAbsent(name(row), name -> new HashMap<>())
          .put(row.key().sample(), row.answer());
    }
    List<DivergenceRow> without = new ArrayList<>();
    for (WorkUnit unit : work.units()) {
      Cell baseline = state.baseline(unit.cell()).orElseThrow();
      Map<String, FollowedAnswer> known = stored.getOrDefault(baseline.label(), Map.of());
      followed.put(unit.cell(), known);
      unit.sampleKeys().stream()
          .filter(key -> !known.containsKey(key))
          .forEach(key -> without.add(without(unit.cell(), baseline, key)));
    }
    tables.appendDivergences(without);
    compare(session, units(List.of(work), state, spark, followed));
  }

  private DivergenceRow without(Cell cell, Cell baseline, String sample) {
    return new DivergenceRow(
        Keys.of(runId, cell, sample),
        baseline.technique().name(),
        new Divergence.Unknown("the baseline could not be led along its own answer"),
        UnitJob.DRIVER);
  }

  private static String name(FollowedRow row) {
    return String.join(
        " / ", row.key().model(), row.key().technique(), row.key().task(), row.key().protocol());
  }

  /**
   * The units with what they need.
   *
   * @param followed by cell and sample key, what is to be followed; without, models follow their
   *     own answers
   */
  private List<UnitJob.Placed<FidelityUnit>> units(
      List<ModelWork> works,
      FidelityState state,
      SparkContext spark,
      Map<Cell, Map<String, FollowedAnswer>> followed) {
    List<UnitJob.Placed<FidelityUnit>> units = new ArrayList<>();
    for (UnitJob.Placed<WorkUnit> placed : UnitPlacement.place(works, UnitJob.executors(spark))) {
      WorkUnit unit = placed.input();
      Cell cell = unit.cell();
      String baseline = state.baseline(cell).orElse(cell).technique().name();
      Map<String, FollowedAnswer> known = new HashMap<>(followed.getOrDefault(cell, Map.of()));
      known.keySet().retainAll(unit.sampleKeys());
      List<String> keys =
          unit.sampleKeys().stream()
              .filter(key -> !followed.containsKey(cell) || known.containsKey(key))
              .toList();
      if (!keys.isEmpty()) {
        Map<String, List<Integer>> answers = new HashMap<>();
        keys.forEach(key -> answers.put(key, state.answer(cell, key)));
        units.add(
            placed.with(
                new FidelityUnit(
                    unit, keys.stream().map(samples::sample).toList(), baseline, answers, known)));
      }
    }
    return units;
  }

  private void compare(WarehouseSession session, List<UnitJob.Placed<FidelityUnit>> units) {
    if (units.isEmpty()) {
      return;
    }
    SparkContext spark = session.spark().sparkContext();
    FidelityTask task = new FidelityTask(runId, evaluator);
    try (Committer<FidelityResult> committer =
        Committer.start(
            commitWindow, rows -> commit(session.warehouse(), rows), spark::cancelAllJobs)) {
      UnitJob.run(
          spark, units, (position, unit, context) -> task.compare(unit, context), committer::add);
    }
  }

  private static void commit(Warehouse warehouse, List<FidelityResult> results) {
    FidelityTables tables = warehouse.fidelity();
    tables.appendFollowed(results.stream().flatMap(each -> each.followed().stream()).toList());
    tables.appendDivergences(
        results.stream().flatMap(each -> each.divergences().stream()).toList());
  }
}
