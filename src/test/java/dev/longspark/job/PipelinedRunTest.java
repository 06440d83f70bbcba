package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.inference.ExecutorEngine;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose model lies on two devices, with two samples in it at a time. */
class PipelinedRunTest {
  @TempDir private Path directory;

  @Test
  void givesTheTextsOfOneDevice() {
    EvaluationJob one = job("resources.devices-per-replica=1");
    EvaluationJob filled = job("resources.devices-per-replica=2", "resources.pipeline=filled");

    assertTrue(one.placements().isEmpty());
    assertEquals(1, filled.placements().size());
    String placement = filled.placements().get(0);
    assertTrue(
        placement.matches("base full FP16: layers 0 to \\d \\(.* GB\\) \\| layers \\d to 4 .*"),
        placement);
    assertEquals(texts(one), texts(filled));
  }

  private static EvaluationJob job(String... resources) {
    List<String> overrides =
        new ArrayList<>(
            List.of(
                "models={base: {checkpoint: ../src/main/resources/sample/base}}",
                "techniques=[FP16]",
                "tasks=[qasper]",
                "data.samples-per-task=4",
                "generation.max-new-tokens=6"));
    overrides.addAll(List.of(resources));
    return EvaluationJob.of(
        TinyStudy.read(Path.of("conf/sample.yaml"), overrides.toArray(String[]::new)),
        ExecutorEngine::of,
        Duration.ofMillis(1));
  }

  private List<String> texts(EvaluationJob job) {
    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      assertEquals(0, job.run(session, progress -> {}).failed());
      return session
          .spark()
          .table("generations")
          .where("run_id = '" + job.runId() + "'")
          .orderBy("sample_key")
          .select("sample_key", "text")
          .collectAsList()
          .stream()
          .map(Row::toString)
          .toList();
    }
  }
}
