package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.ConfigException;
import dev.longspark.config.Study;
import dev.longspark.data.MalformedLines;
import dev.longspark.data.SampleSource;
import dev.longspark.inference.Evaluator;
import dev.longspark.job.FakeEvaluator.Fault;
import dev.longspark.results.WarehouseSession;
import dev.longspark.scoring.Rescoring;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationJobTest {
  private static final int SAMPLES = 4;
  private static final int ALL = SAMPLES * 2 * 2;

  @TempDir private Path directory;
  private Path studyFile;
  private Warehouse warehouse;
  private WarehouseSession session;

  @BeforeEach
  void writeStudy() throws IOException {
    studyFile = TinyStudy.write(directory, SAMPLES);
    warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
    session = SharedSpark.open(warehouse);
  }

  @AfterEach
  void close() {
    session.close();
    warehouse.close();
  }

  @Test
  void writesAndScoresEverySampleOnce() {
    List<RunProgress> told = new ArrayList<>();
    long generationsBefore = gauge("generations");
    long tokensBefore = gauge("newTokens");

    RunSummary summary =
        job(TinyStudy.read(studyFile), FakeEvaluator.perfect()).run(session, told::add);

    assertEquals(ALL, gauge("generations") - generationsBefore);
    assertEquals(2 * ALL, gauge("newTokens") - tokensBefore);
    assertTrue(gauge("peakMemoryBytes") >= 1100);

    assertEquals(ALL, summary.generated());
    assertEquals(0, summary.failed());
    assertEquals(ALL, count("SELECT * FROM generations"));
    assertEquals(ALL, count("SELECT DISTINCT technique, sample_key FROM generations"));
    assertEquals(3 * ALL, count("SELECT * FROM scores WHERE metric LIKE 'qa%'"));
    assertEquals(2 * SAMPLES, count("SELECT * FROM samples"));
    assertEquals(
        "[[100.0,4,0], [100.0,4,0], [100.0,4,0], [100.0,4,0]]",
        rows("SELECT score, n, failures FROM task_scores").toString());
    assertEquals(ALL, count("SELECT * FROM scores WHERE metric = 'hallucination'"));
    RunProgress last = told.get(told.size() - 1);
    assertTrue(last.isComplete());
    assertEquals(4, last.cellsDone());
    assertEquals(RunStatus.COMPLETE, warehouse.run(summary.runId()).orElseThrow().status());
  }

  @Test
  void aSecondRunGeneratesNothing() {
    Study study = TinyStudy.read(studyFile);
    job(study, FakeEvaluator.perfect()).run(session, progress -> {});

    RunSummary again =
        job(study, FakeEvaluator.perfect())
            .run(warehouse, EvaluationJobTest::noSpark, progress -> {});

    assertEquals(0, again.generated());
    assertEquals(ALL, count("SELECT * FROM generations"));
  }

  @Test
  void warnsOfSamplesThatTheWeightsWereCalibratedOn() throws IOException {
    List<String> keys = new ArrayList<>();
    new SampleSource(directory.resolve("data").toString(), 1, MalformedLines.FAIL)
        .read(List.of("qasper"), new Configuration(), sample -> keys.add(sample.key()));
    Files.writeString(
        directory.resolve("model/quantization.json"),
        "{\"basis\": {\"calibration\": {\"sequences\": [{\"sample\": \"%s\"}]}}}"
            .formatted(keys.get(0)));
    // By URI, as on a cluster: the driver has no such path.
    String uri = "models.fake.checkpoint=" + directory.resolve("model").toUri();

    job(TinyStudy.read(studyFile, uri), FakeEvaluator.perfect()).run(session, progress -> {});

    assertEquals(
        "[[BF16,qasper,0.25], [FP16,qasper,0.25]]",
        rows("SELECT technique, task, found FROM health WHERE check = 'calibrated-on' ORDER BY 1")
            .toString());
  }

  @Test
  void moreSamplesContinueTheRun() {
    RunSummary few =
        job(TinyStudy.read(studyFile, "data.samples-per-task=1"), FakeEvaluator.perfect())
            .run(session, progress -> {});

    RunSummary all =
        job(TinyStudy.read(studyFile), FakeEvaluator.perfect()).run(session, progress -> {});

    assertEquals(few.runId(), all.runId());
    assertEquals(4, few.generated());
    assertEquals(ALL - 4, all.generated());
    assertEquals(ALL, count("SELECT DISTINCT technique, sample_key FROM generations"));
  }

  @Test
  void moreTechniquesContinueTheRun() {
    RunSummary one =
        job(TinyStudy.read(studyFile, "techniques=[FP16]"), FakeEvaluator.perfect())
            .run(session, progress -> {});

    RunSummary both =
        job(TinyStudy.read(studyFile), FakeEvaluator.perfect()).run(session, progress -> {});

    assertEquals(one.runId(), both.runId());
    assertEquals(ALL / 2, both.generated());
    assertEquals(ALL, count("SELECT DISTINCT technique, sample_key FROM generations"));
    assertEquals(
        "[[BF16,INSTRUCT,false], [FP16,INSTRUCT,false]]",
        rows("SELECT technique, kind, random FROM checkpoints ORDER BY technique").toString());
  }

  @Test
  void moreModelsContinueTheRunUnlessTheyAreNowOthers() {
    String fp16 = "techniques=[FP16]";
    String more = "models.more.checkpoint=model";
    RunSummary one =
        job(TinyStudy.read(studyFile, fp16), FakeEvaluator.perfect()).run(session, progress -> {});

    RunSummary both =
        job(TinyStudy.read(studyFile, fp16, more), FakeEvaluator.perfect())
            .run(session, progress -> {});
    RunSummary again =
        job(TinyStudy.read(studyFile, fp16), FakeEvaluator.perfect()).run(session, progress -> {});

    assertEquals(one.runId(), both.runId());
    assertEquals(one.runId(), again.runId());
    assertEquals(ALL / 2, both.generated());
    assertEquals(0, again.generated());
    assertEquals(
        "[[fake,INSTRUCT], [more,INSTRUCT]]",
        rows("SELECT model, kind FROM checkpoints ORDER BY model").toString());
    EvaluationJob other =
        job(
            TinyStudy.read(studyFile, fp16, more, "models.more.max-prompt-tokens=99"),
            FakeEvaluator.perfect());
    ConfigException e =
        assertThrows(ConfigException.class, () -> other.run(session, progress -> {}));
    assertTrue(
        e.getMessage()
            .startsWith(
                "Cannot continue run %s: technique 'FP16' of model 'more' has other settings"
                    .formatted(other.runId())),
        e.getMessage());
  }

  @Test
  void refusesToContinueWithATechniqueThatIsNowAnother() {
    String[] kivi = {"techniques=[mine]", "own-techniques.mine.cache.kind=kivi"};
    job(TinyStudy.read(studyFile, kivi), FakeEvaluator.perfect()).run(session, progress -> {});
    EvaluationJob other =
        job(
            TinyStudy.read(studyFile, kivi[0], kivi[1], "own-techniques.mine.cache.bits=2"),
            FakeEvaluator.perfect());

    ConfigException e =
        assertThrows(ConfigException.class, () -> other.run(session, progress -> {}));

    assertTrue(
        e.getMessage()
            .startsWith(
                "Cannot continue run %s: technique 'mine' of model 'fake' has other settings"
                    .formatted(other.runId())),
        e.getMessage());
    assertEquals(
        "[[kivi-4-32-128]]",
        rows("SELECT array_join(changes, ' ') FROM techniques WHERE technique = 'mine'")
            .toString());
  }

  @Test
  void refusesPromptsThatWillNotFitUnlessToldToTry() {
    Study small = TinyStudy.read(studyFile, "resources.memory=1MB");

    ConfigException e =
        assertThrows(ConfigException.class, () -> job(small, FakeEvaluator.perfect()));
    assertTrue(
        e.getMessage().startsWith("Cannot fit 4 cells into resources.memory, such as fake / FP16"),
        e.getMessage());

    job(
        TinyStudy.read(studyFile, "resources.memory=1MB", "resources.over-budget=run"),
        FakeEvaluator.perfect());
  }

  @Test
  void failingSamplesAreRows() {
    FakeEvaluator evaluator =
        new FakeEvaluator(Map.of("hotpotqa-1", Fault.FAILURE, "hotpotqa-2", Fault.OUT_OF_MEMORY));

    RunSummary summary = job(TinyStudy.read(studyFile), evaluator).run(session, progress -> {});

    assertEquals(2, summary.failed());
    assertEquals(2, summary.outOfMemory());
    assertFalse(summary.hasTooManyFailures());
    assertEquals(
        "[[FAILED,java.lang.IllegalStateException: Cannot think],"
            + " [OUT_OF_MEMORY,Cannot allocate 1 byte]]",
        rows("SELECT DISTINCT status, message FROM failures ORDER BY status").toString());
    assertEquals(
        "[[100.0,2,1,1]]",
        rows("SELECT DISTINCT score, n, failures, out_of_memory FROM task_scores"
                + " WHERE task = 'hotpotqa'")
            .toString());
  }

  @Test
  void aSampleThatKillsItsTaskIsGivenUpAlone() {
    FakeEvaluator evaluator = new FakeEvaluator(Map.of("qasper-0", Fault.CRASH));
    Study oneUnitPerCell = TinyStudy.read(studyFile, "resources.unit-seconds=3600");

    RunSummary summary = job(oneUnitPerCell, evaluator).run(session, progress -> {});

    assertEquals(2, summary.failed());
    assertEquals(ALL, count("SELECT DISTINCT technique, sample_key FROM generations"));
    assertEquals(
        "[[Cannot evaluate: its task failed or lost its executor 2 times, at last:"
            + " java.lang.NoClassDefFoundError: as if the process had died]]",
        rows("SELECT DISTINCT message FROM failures").toString());
  }

  @Test
  void samplesThatTakeAllMemoryAreRows() {
    FakeEvaluator evaluator =
        new FakeEvaluator(Map.of("hotpotqa-1", Fault.HEAP, "hotpotqa-2", Fault.STACK));

    RunSummary summary = job(TinyStudy.read(studyFile), evaluator).run(session, progress -> {});

    assertEquals(4, summary.failed());
    assertEquals(
        "[[FAILED,java.lang.OutOfMemoryError: Java heap space],"
            + " [FAILED,java.lang.StackOverflowError]]",
        rows("SELECT DISTINCT status, message FROM failures ORDER BY message").toString());
  }

  @Test
  void tooManyFailuresFailTheRun() {
    FakeEvaluator evaluator = new FakeEvaluator(Map.of("hotpotqa-1", Fault.FAILURE));
    Study strict = TinyStudy.read(studyFile, "failures.allowed=0");

    RunSummary summary = job(strict, evaluator).run(session, progress -> {});

    assertTrue(summary.hasTooManyFailures());
    assertEquals(RunStatus.FAILED, warehouse.run(summary.runId()).orElseThrow().status());
  }

  @Test
  void refusesARunThatAnotherDriverHolds() {
    EvaluationJob job = job(TinyStudy.read(studyFile), FakeEvaluator.perfect());

    RunFailedException e =
        Lease.hold(
            warehouse.settings(),
            job.runId(),
            () ->
                assertThrows(
                    RunFailedException.class,
                    () -> job.run(warehouse, EvaluationJobTest::noSpark, progress -> {})));

    assertTrue(e.getMessage().startsWith("Cannot run " + job.runId()), e.getMessage());
    assertTrue(e.getMessage().contains("process " + ProcessHandle.current().pid()), e.getMessage());
  }

  private static WarehouseSession noSpark() {
    throw new AssertionError("Spark was asked for");
  }

  @Test
  void scoresTextsThatACrashLeftWithoutScores() {
    EvaluationJob job = job(TinyStudy.read(studyFile), FakeEvaluator.perfect());
    RunSummary summary = job.run(session, progress -> {});
    session.query("DELETE FROM scores WHERE task = 'qasper'").collectAsList();
    warehouse.putRun(
        warehouse.run(summary.runId()).orElseThrow().ended(Instant.now(), RunStatus.RUNNING));

    job.run(session, progress -> {});

    assertEquals(3 * ALL, count("SELECT * FROM scores WHERE metric LIKE 'qa%'"));
    assertEquals("[[100.0]]", rows("SELECT DISTINCT score FROM task_scores").toString());
  }

  @Test
  void scoringAgainKeepsTheOldScores() {
    RunSummary summary =
        job(TinyStudy.read(studyFile), FakeEvaluator.perfect()).run(session, progress -> {});

    Rescoring.score(session, new Rescoring.TextFilter(summary.runId(), ""));

    assertEquals(2 * 4 * ALL, count("SELECT * FROM scores"));
    assertEquals(4 * ALL, count("SELECT * FROM latest_scores"));
    // The run scored its few texts without a query over the tables.
    assertEquals(
        "[]",
        rows("SELECT metric FROM scores"
                + " GROUP BY model, technique, task, protocol, sample_key, metric"
                + " HAVING count(DISTINCT value) > 1")
            .toString());
  }

  private static EvaluationJob job(Study study, Evaluator evaluator) {
    return EvaluationJob.of(study, plan -> evaluator, Duration.ofMillis(100));
  }

  /** As any sink of Spark's metrics sees it. */
  private static long gauge(String name) {
    Source source =
        SparkEnv.get()
            .metricsSystem()
            .getSourcesByName("plugin." + ModelPlugin.class.getName())
            .head();
    return ((Number) source.metricRegistry().getGauges().get(name).getValue()).longValue();
  }

  private long count(String query) {
    return session.query(query).count();
  }

  private List<Row> rows(String query) {
    return session.query(query).collectAsList();
  }
}
