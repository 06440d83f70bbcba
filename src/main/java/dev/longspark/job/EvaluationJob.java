package dev.longspark.job;

import dev.longspark.compression.CompressionSpec;
import dev.longspark.config.ConfigException;
import dev.longspark.config.Study;
import dev.longspark.forecast.Forecast;
import dev.longspark.forecast.ModelWork;
import dev.longspark.forecast.UnitMaker;
import dev.longspark.inference.Evaluator;
import dev.longspark.plan.Cell;
import dev.longspark.plan.CompressionIdentity;
import dev.longspark.plan.Fingerprints;
import dev.longspark.plan.RunId;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.StudyResolver;
import dev.longspark.results.WarehouseSession;
import dev.longspark.scoring.Rescoring;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.Status;
import dev.longspark.tables.Warehouse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * One study on one cluster: what the tables lack is planned, handed out, and committed as it comes
 * back. The tables are the only memory of what is done.
 */
public final class EvaluationJob {
  private final StudyPlan plan;
  private final StudySamples samples;
  private final PlannedTechniques techniques;
  private final Fingerprints checkpoints;
  private final String runId;
  private final Map<CompressionSpec, String> compressions;
  private final Evaluator evaluator;
  private final Duration commitWindow;

  private EvaluationJob(
      StudyPlan plan,
      StudySamples samples,
      PlannedTechniques techniques,
      Fingerprints checkpoints,
      String runId,
      Map<CompressionSpec, String> compressions,
      Evaluator evaluator,
      Duration commitWindow) {
    this.plan = plan;
    this.samples = samples;
    this.techniques = techniques;
    this.checkpoints = checkpoints;
    this.runId = runId;
    this.compressions = compressions;
    this.evaluator = evaluator;
    this.commitWindow = commitWindow;
  }

  /**
   * Plans a study and reads its samples; needs no Spark.
   *
   * @param evaluator what generates, for the plan
   * @param commitWindow how long finished rows wait for others to be committed with
   * @throws ConfigException if the study cannot be run as it stands, or its prompts will not fit
   */
  public static EvaluationJob of(
      Study study, Function<StudyPlan, Evaluator> evaluator, Duration commitWindow) {
    // With spark.hadoop.*, such as the keys of an object store.
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    StudyPlan plan = StudyResolver.plan(study, hadoop);
    Fingerprints checkpoints = new Fingerprints(hadoop);
    String runId = RunId.of(plan, checkpoints);
    StudySamples samples = StudySamples.read(plan, hadoop);
    Forecast forecast = new Forecast(plan, samples.lengths());
    forecast.requireFit();
    forecast.requireChoice();
    Map<CompressionSpec, String> compressions = new HashMap<>();
    plan.cells().stream()
        .flatMap(CompressedContexts::compression)
        .forEach(
            spec ->
                compressions.computeIfAbsent(
                    spec, key -> CompressionIdentity.of(key, checkpoints)));
    return new EvaluationJob(
        plan,
        samples,
        new PlannedTechniques(plan, checkpoints),
        checkpoints,
        runId,
        compressions,
        evaluator.apply(plan),
        commitWindow);
  }

  /** Names the run in the tables; the same study continues the same run. */
  public String runId() {
    return runId;
  }

  /** Where the layers of models that several devices share will live, a line for each. */
  public List<String> placements() {
    return new Forecast(plan, samples.lengths()).placements();
  }

  /**
   * Evaluates what the tables lack.
   *
   * @throws RunFailedException if another driver is at it, or a fault of the cluster ends it early
   * @throws ConfigException if one of its techniques was something else when the run began
   */
  public RunSummary run(WarehouseSession session, RunListener listener) {
    return run(session.warehouse(), () -> session, listener);
  }

  /**
   * As {@link #run(WarehouseSession, RunListener)}; what needs no executor is done or refused
   * before Spark is started.
   *
   * @param sessions opened at most once, over the same warehouse
   */
  public RunSummary run(Warehouse warehouse, SessionSource sessions, RunListener listener) {
    return Lease.hold(warehouse.settings(), runId, () -> runAlone(warehouse, sessions, listener));
  }

  private RunSummary runAlone(Warehouse warehouse, SessionSource sessions, RunListener listener) {
    Optional<RunRow> earlier = warehouse.run(runId);
    if (earlier.isPresent()) {
      techniques.requireSame(RunManifest.read(earlier.get().manifest()), runId);
      new PlannedTasks(plan).requireSame(RunManifest.read(earlier.get().manifest()), runId);
    }
    FinishedSamples done = FinishedSamples.read(warehouse, runId, samples);
    List<ModelWork> missing = UnitMaker.missing(plan, samples.lengths(), done::has);
    boolean isUnfinished = earlier.filter(EvaluationJob::isUnfinished).isPresent();
    RunSummary before = summary(done, 0);
    boolean isIncomplete = isUnfinished || !missing.isEmpty() || fidelity().isMissing(warehouse);
    if (!isIncomplete) {
      return before;
    }
    ProgressTracker tracker = tracker(missing, before);
    if (!missing.isEmpty()) {
      listener.progress(tracker.progress());
    }
    WarehouseSession session = sessions.open();
    if (earlier.isPresent()) {
      session.compact();
    }
    if (isUnfinished) {
      // Its driver was killed or stopped, perhaps after the texts and before the scores.
      Rescoring.addBenchmarkScores(session, runId);
    }
    return missing.isEmpty() && !fidelity().isMissing(warehouse)
        // A driver that was killed after its last sample has not said so.
        ? complete(session, earlier.orElseThrow(), 0)
        : generate(session, listener, started(warehouse, earlier), missing, tracker);
  }

  private FidelityStage fidelity() {
    return new FidelityStage(plan, samples, evaluator, runId, commitWindow);
  }

  private ProgressTracker tracker(List<ModelWork> missing, RunSummary before) {
    ProgressTracker tracker =
        new ProgressTracker(plan.cells().size(), plan.study().resources().executors(), before);
    missing.forEach(stage -> stage.units().forEach(unit -> tracker.expect(runId, unit)));
    return tracker;
  }

  private static boolean isUnfinished(RunRow run) {
    return run.status() == RunStatus.RUNNING || run.status() == RunStatus.STOPPED;
  }

  /** Says in the tables that the run is being run, from what and by what. */
  private RunRow started(Warehouse warehouse, Optional<RunRow> earlier) {
    Instant now = Instant.now();
    String manifest =
        RunManifest.json(
            plan,
            samples,
            techniques,
            checkpoints,
            earlier.map(RunRow::manifest).orElse("{}"),
            now);
    RunRow run =
        new RunRow(
            runId,
            plan.study().name(),
            manifest,
            earlier.map(RunRow::started).orElse(now),
            now,
            RunStatus.RUNNING);
    warehouse.putRun(run);
    warehouse.addSamples(samples.all());
    return run;
  }

  private RunSummary generate(
      WarehouseSession session,
      RunListener listener,
      RunRow run,
      List<ModelWork> missing,
      ProgressTracker tracker) {
    Warehouse warehouse = session.warehouse();
    Dispatcher dispatcher =
        new Dispatcher(
            session,
            new UnitTask(runId, evaluator),
            commitWindow,
            rows -> listener.progress(tracker.committed(rows)));
    SparkContext spark = session.spark().sparkContext();
    try (ExecutorWatch watch =
        ExecutorWatch.start(spark, plan.study().resources().executors(), listener::waiting)) {
      return generate(session, run, missing, tracker, dispatcher, watch);
    } catch (RunFailedException e) {
      end(warehouse, run, RunStatus.STOPPED, e);
      throw e;
    }
  }

  private RunSummary generate(
      WarehouseSession session,
      RunRow run,
      List<ModelWork> missing,
      ProgressTracker tracker,
      Dispatcher dispatcher,
      ExecutorWatch watch) {
    Warehouse warehouse = session.warehouse();
    try {
      List<String> devices =
          ExecutorCheck.of(evaluator, warehouse.settings(), missing, checkpoints)
              .run(session.spark().sparkContext());
      tracker.begin();
      RunRow known = run.withManifest(RunManifest.withDevices(run.manifest(), devices));
      CompressedContexts contexts =
          new CompressionStage(session, compressions, compressionTask(), commitWindow)
              .run(runId, missing, samples);
      dispatcher.run(missing, samples, contexts);
      fidelity().run(session);
      return complete(session, known, tracker.progress().generated());
    } catch (Exception | FSError e) { // Spark's, which Scala does not declare, among them
      if (watch.fault().isPresent()) {
        throw RunFailedException.because(runId, watch.fault().get(), e);
      }
      throw e instanceof RunFailedException known ? known : RunFailedException.of(runId, e);
    }
  }

  /** The scores that need all texts, and the run's end in the tables. */
  private RunSummary complete(WarehouseSession session, RunRow run, int generated) {
    Warehouse warehouse = session.warehouse();
    HallucinationStage.run(session, runId);
    RunSummary after = summary(FinishedSamples.read(warehouse, runId, samples), generated);
    RunStatus status = after.hasTooManyFailures() ? RunStatus.FAILED : RunStatus.COMPLETE;
    warehouse.putRun(run.ended(Instant.now(), status));
    return after;
  }

  private CompressionTask compressionTask() {
    Study.Resources resources = plan.study().resources();
    int share = Math.max(1, Runtime.getRuntime().availableProcessors() / resources.executors());
    return new CompressionTask(resources.threads() > 0 ? resources.threads() : share);
  }

  private static void end(Warehouse warehouse, RunRow run, RunStatus status, Exception fault) {
    try {
      warehouse.putRun(run.ended(Instant.now(), status));
    } catch (RuntimeException | FSError e) {
      // What ended the run, such as a full disk, may also keep the table from being told.
      fault.addSuppressed(e);
    }
  }

  private RunSummary summary(FinishedSamples done, int generated) {
    int planned = 0;
    int failed = 0;
    int outOfMemory = 0;
    for (Cell cell : plan.cells()) {
      planned += samples.keys(cell.task().name()).size();
      failed += done.count(cell, Status.FAILED);
      outOfMemory += done.count(cell, Status.OUT_OF_MEMORY);
    }
    return new RunSummary(
        runId, planned, generated, failed, outOfMemory, plan.study().failuresAllowed());
  }
}
