package dev.longspark.job;

import dev.longspark.job.FakeEvaluator.Fault;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A driver that is meant to be killed: it says how many rows are committed, and one of its samples
 * never ends. Arguments: study file, warehouse, the id of that sample.
 */
final class KilledDriver {
  private KilledDriver() {}

  public static void main(String[] args) {
    FakeEvaluator evaluator = new FakeEvaluator(Map.of(args[2], Fault.HANG));
    EvaluationJob job =
        EvaluationJob.of(TinyStudy.read(Path.of(args[0])), plan -> evaluator, Duration.ofMillis(1));
    try (Warehouse warehouse = SharedSpark.warehouse(Path.of(args[1]));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      job.run(session, progress -> System.out.println("committed " + progress.samplesDone()));
    }
  }
}
