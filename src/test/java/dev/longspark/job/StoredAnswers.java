package dev.longspark.job;

import dev.longspark.inference.ExecutorEngine;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Row;

/** Texts and scores of runs, to hold one way of running a study to another. */
final class StoredAnswers {
  private StoredAnswers() {}

  /** Those of a run, in the order of cells and samples. */
  static List<String> of(WarehouseSession session, String run) {
    return session
        .spark()
        .sql(
            "SELECT g.technique, g.sample_key, g.text, s.metric, s.value FROM generations g"
                + " JOIN scores s USING (run_id, model, technique, task, protocol, sample_key)"
                + " WHERE run_id = '"
                + run
                + "' ORDER BY 1, 2, 4")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  /**
   * Those of a study that runs in this process.
   *
   * @param warehouse of its own
   */
  static List<String> here(Path study, Path warehouse, String... overrides) {
    try (Warehouse opened = SharedSpark.warehouse(warehouse);
        WarehouseSession session = SharedSpark.open(opened)) {
      EvaluationJob job =
          EvaluationJob.of(
              TinyStudy.read(study, overrides), ExecutorEngine::of, Duration.ofMillis(1));
      job.run(session, progress -> {});
      return of(session, job.runId());
    }
  }
}
