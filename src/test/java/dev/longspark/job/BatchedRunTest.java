package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longspark.config.ConfigException;
import dev.longspark.config.Study;
import dev.longspark.inference.Evaluator;
import dev.longspark.inference.ExecutorEngine;
import dev.longspark.plan.StudyResolver;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose samples are decoded together. */
class BatchedRunTest {
  @TempDir private Path directory;

  /** In float32 the texts are those of samples alone, and a batch continues the run without. */
  @Test
  void batchesAreCellsOfTheSameRun() {
    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      RunSummary alone = job(study()).run(session, progress -> {});
      RunSummary both =
          job(study("generation.batch=[1,2]", "generation.batching=continuous"))
              .run(session, progress -> {});

      assertEquals(alone.runId(), both.runId());
      assertEquals(3, alone.generated());
      assertEquals(3, both.generated());
      String texts = "SELECT sample_key, text FROM generations WHERE technique = '%s' ORDER BY 1";
      assertEquals(
          rows(session, texts.formatted("FP32")), rows(session, texts.formatted("FP32@2c")));
      assertEquals(
          "[[FP32@2c,2,CONTINUOUS,3,1]]",
          rows(
                  session,
                  "SELECT technique, batch, batch_refill, count(*), count(DISTINCT batch_begun_at)"
                      + " FROM generations WHERE batch IS NOT NULL GROUP BY 1, 2, 3")
              .toString());
    }
  }

  @Test
  void aFailingSampleIsOneRowAndTheOthersAreTheirs() throws IOException {
    Evaluator faulty =
        new FakeEvaluator(
            Map.of(
                "qasper-1", FakeEvaluator.Fault.FAILURE,
                "qasper-2", FakeEvaluator.Fault.OUT_OF_MEMORY));
    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      Path file = TinyStudy.write(directory, 4);
      Study study =
          TinyStudy.read(file, "techniques=[FP16]", "tasks=[qasper]", "generation.batch=4");
      EvaluationJob.of(study, plan -> faulty, Duration.ofMillis(1)).run(session, progress -> {});

      assertEquals(
          "[[FAILED,1], [OK,2], [OUT_OF_MEMORY,1]]",
          rows(
                  session,
                  "SELECT status, count(DISTINCT sample_key) FROM generations"
                      + " WHERE technique = 'FP16@4' GROUP BY 1 ORDER BY 1")
              .toString());
    }
  }

  @Test
  void refusesBatchesThatNobodyCanRun() {
    Study filled =
        study(
            "generation.batch=[1,4]",
            "resources.devices-per-replica=2",
            "resources.pipeline=filled");
    assertEquals(
        "Invalid generation.batch: [1, 4] (with resources.pipeline: filled samples go one by one,"
            + " from device to device; choose one of the two) [conf/sample.yaml]",
        assertThrows(ConfigException.class, () -> StudyResolver.plan(filled)).getMessage());
    Study named = study("own-techniques={X@4c: {}}");
    assertEquals(
        "Invalid own-techniques.X@4c: a name that ends so is that of a batch (see"
            + " generation.batch) [conf/sample.yaml]",
        assertThrows(ConfigException.class, () -> StudyResolver.plan(named)).getMessage());
  }

  private static EvaluationJob job(Study study) {
    return EvaluationJob.of(study, ExecutorEngine::of, Duration.ofMillis(1));
  }

  private static Study study(String... more) {
    List<String> overrides =
        new ArrayList<>(
            List.of(
                "models={base: {checkpoint: ../src/main/resources/sample/base}}",
                "techniques=[FP32]",
                "tasks=[qasper]",
                "data.samples-per-task=3",
                "generation.max-new-tokens=4"));
    overrides.addAll(List.of(more));
    return TinyStudy.read(Path.of("conf/sample.yaml"), overrides.toArray(String[]::new));
  }

  private static List<String> rows(WarehouseSession session, String sql) {
    return session.spark().sql(sql).collectAsList().stream().map(Row::toString).toList();
  }
}
