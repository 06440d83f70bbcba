package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longspark.config.Study;
import dev.longspark.data.Sample;
import dev.longspark.measurement.Measurement;
import dev.longspark.measurement.MemoryReading;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.measurement.Timings;
import dev.longspark.plan.Cell;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.StudyResolver;
import dev.longspark.results.WarehouseSession;
import dev.longspark.scoring.Rescoring;
import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.Outcome;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.TaskColumns;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.Measured;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Planning and scoring over many stored generations of 200 cells: prints seconds and heap in use.
 * Sizes: {@code -Dlongspark.scale=10000,100000,1000000}.
 */
@Tag("scale")
class ScaleTest {
  private static final int MODELS = 25;
  private static final int CELLS = MODELS * 2 * 2 * 2;
  private static final int BATCH = 20_000;

  @TempDir private Path directory;

  static List<Integer> sizes() {
    return Arrays.stream(System.getProperty("longspark.scale", "10000,100000").split(",", -1))
        .map(Integer::valueOf)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void plansAndScoresStoredGenerations(int generations) throws IOException {
    Study study = study(generations / CELLS);
    EvaluationJob job =
        EvaluationJob.of(study, plan -> FakeEvaluator.perfect(), Duration.ofMillis(1));
    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      store(study, job.runId(), warehouse);

      String plan = measured(() -> assertEquals(0, job.run(session, progress -> {}).generated()));
      String score =
          measured(() -> Rescoring.score(session, new Rescoring.TextFilter(job.runId(), "")));

      assertEquals(generations, session.spark().table("generations").count());
      assertEquals(4L * generations, session.spark().table("scores").count());
      System.out.printf("%d generations: planning %s, scoring %s%n", generations, plan, score);
    }
  }

  /** More small commits than compaction waits for: the last take as long as the first. */
  @Test
  void commitsDoNotGrow() throws IOException {
    int commits = 250;
    Study study = study(commits);
    StudyPlan plan = StudyResolver.plan(study);
    StudySamples samples = StudySamples.read(plan, new Configuration());
    EvaluationJob job =
        EvaluationJob.of(study, each -> FakeEvaluator.perfect(), Duration.ofMillis(1));
    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      List<Long> millis = new ArrayList<>();
      for (String key : samples.keys("qasper")) {
        long start = System.nanoTime();
        warehouse.appendGenerations(
            plan.cells().stream()
                .filter(cell -> cell.task().name().equals("qasper"))
                .limit(8)
                .map(cell -> row(job.runId(), cell, samples.sample(key)))
                .toList());
        millis.add((System.nanoTime() - start) / 1_000_000);
      }
      String before = measured(() -> FinishedSamples.read(warehouse, job.runId(), samples));
      session.compact();
      String after = measured(() -> FinishedSamples.read(warehouse, job.runId(), samples));
      System.out.printf(
          "%d commits: median %d ms of the first 50, %d ms of the last 50; reading what is done %s,"
              + " compacted %s%n",
          commits,
          millis.subList(0, 50).stream().sorted().toList().get(25),
          millis.subList(commits - 50, commits).stream().sorted().toList().get(25),
          before,
          after);
    }
  }

  private Study study(int samplesPerTask) throws IOException {
    String models =
        IntStream.range(1, MODELS)
            .mapToObj(model -> "m%d: {checkpoint: model}".formatted(model))
            .collect(Collectors.joining(", ", "models={fake: {checkpoint: model}, ", "}"));
    return TinyStudy.read(
        TinyStudy.write(directory, samplesPerTask), models, "protocols=[longbench, paper]");
  }

  private static void store(Study study, String runId, Warehouse warehouse) {
    StudyPlan plan = StudyResolver.plan(study);
    StudySamples samples = StudySamples.read(plan, new Configuration());
    warehouse.addSamples(samples.all());
    List<GenerationRow> rows = new ArrayList<>();
    for (Cell cell : plan.cells()) {
      for (String key : samples.keys(cell.task().name())) {
        rows.add(row(runId, cell, samples.sample(key)));
        if (rows.size() == BATCH) {
          warehouse.appendGenerations(rows);
          rows.clear();
        }
      }
    }
    warehouse.appendGenerations(rows);
    Instant now = Instant.now();
    warehouse.putRun(new RunRow(runId, study.name(), "{}", now, now, RunStatus.COMPLETE));
  }

  private static GenerationRow row(String runId, Cell cell, Sample sample) {
    Outcome outcome =
        Measured.text(
            // as long as an answer to a question, another one from each model under each protocol
            "%s is what model %s found in this document under %s"
                .formatted(sample.answers().get(0), cell.model(), cell.protocol().name()),
            "END_TOKEN",
            new Measurement.EndToEnd(10),
            new Timings(4, 5, 3, 10, List.of(3.0)),
            new MemoryUse(1000, 100, new MemoryReading(1100, MemoryReading.Source.COUNTED)));
    return new GenerationRow(
        Keys.of(runId, cell, sample.key()),
        TaskColumns.of(cell.task()),
        cell.protocol().answerRule(cell.task()),
        outcome,
        new GenerationRow.Origin("fake", "1@here", 0));
  }

  private static String measured(Runnable work) {
    System.gc();
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return "%.1f s (%d MB of heap afterwards)".formatted(seconds, used >> 20);
  }
}
