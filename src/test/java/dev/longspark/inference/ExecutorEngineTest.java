package dev.longspark.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.longspark.forecast.ModelWork;
import dev.longspark.forecast.PromptLengths;
import dev.longspark.forecast.UnitMaker;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.job.TinyStudy;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.StudyResolver;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorEngineTest {
  @TempDir private Path directory;

  @Test
  void weightsAreLoadedOnceForAllCachePolicies() throws IOException {
    Path file = TinyStudy.write(directory, 1);
    StudyPlan plan =
        StudyResolver.plan(
            TinyStudy.read(file, "models.fake.weights=random", "techniques=[FP16, KV-Q]"));
    PromptLengths lengths = new PromptLengths(plan.tasks());
    plan.study().tasks().forEach(task -> lengths.add(task, task + "-0", 10));
    List<ModelWork> stages = UnitMaker.missing(plan, lengths, (cell, key) -> false);
    ExecutorEngine engine = ExecutorEngine.of(plan);

    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      assertFalse(session.spark().sparkContext().isStopped(), "the engine reads Spark's settings");
      int before = ExecutorEngine.models().loads();
      for (WorkUnit unit : stages.get(0).units()) {
        engine.acquire(unit, List.of()).close();
      }

      assertEquals(1, stages.size());
      assertEquals(
          2, stages.get(0).units().stream().map(u -> u.cell().technique()).distinct().count());
      assertEquals(1, ExecutorEngine.models().loads() - before);
    } finally {
      ExecutorEngine.models().unloadFree();
    }
  }
}
