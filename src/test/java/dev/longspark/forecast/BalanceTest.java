package dev.longspark.forecast;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.StudyFile;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.StudyResolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Executors that take the next unit as they become free, in simulated time. */
class BalanceTest {
  private static final int EXECUTORS = 4;

  @Test
  void theLastExecutorIdlesLittleOnASkewedStage() {
    StudyPlan plan =
        StudyResolver.plan(
            StudyFile.read(
                Path.of("conf/paper-8b-12b.yaml"),
                List.of("techniques=[FP16, Minitron]", "resources.executors=" + EXECUTORS)));
    PromptLengths lengths = new PromptLengths(plan.tasks());
    PublishedLengths.addTo(lengths, plan.study().tasks(), 0);

    for (ModelWork stage : UnitMaker.missing(plan, lengths, (cell, key) -> false)) {
      List<Double> busy = simulate(stage);
      double end = Collections.max(busy);

      double idle = 1 - Collections.min(busy) / end;
      assertTrue(idle < 0.1, () -> stage.model().label() + " idles " + idle);
    }
  }

  @Test
  void oneVeryLongSampleGoesFirst() {
    StudyPlan plan =
        StudyResolver.plan(
            StudyFile.read(
                Path.of("conf/paper-8b-12b.yaml"),
                List.of("techniques=[FP16]", "tasks=[qasper, hotpotqa]")));
    PromptLengths lengths = new PromptLengths(plan.tasks());
    for (int i = 0; i < 50; i++) {
      lengths.add("qasper", "q" + i, 2000);
      lengths.add("hotpotqa", "h" + i, i == 31 ? 120_000 : 3000);
    }

    ModelWork stage = UnitMaker.missing(plan, lengths, (cell, key) -> false).get(0);

    assertTrue(stage.units().get(0).sampleKeys().contains("h31"));
  }

  private static List<Double> simulate(ModelWork stage) {
    List<Double> busy = new ArrayList<>(Collections.nCopies(EXECUTORS, 0.0));
    for (WorkUnit unit : stage.units()) {
      int first = busy.indexOf(Collections.min(busy));
      busy.set(first, busy.get(first) + unit.predictedSeconds());
    }
    return busy;
  }
}
