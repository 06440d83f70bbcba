package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelVariant;
import dev.longspark.data.LongBench;
import dev.longspark.data.Protocol;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.plan.Cell;
import dev.longspark.plan.PromptCompression;
import dev.longspark.plan.Stage;
import dev.longspark.plan.Technique;
import dev.longspark.plan.WeightSet;
import dev.longspark.plan.WorkUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
  @Test
  void withoutExecutorsEverythingRunsAnywhereInOrder() {
    List<Placement.Placed> placed =
        Placement.place(List.of(stage("a", 2), stage("b", 1)), List.of());

    assertEquals(List.of("", "", ""), placed.stream().map(Placement.Placed::executor).toList());
    assertEquals(
        List.of("a", "a", "b"), placed.stream().map(p -> p.unit().weights().model()).toList());
  }

  @Test
  void equalStagesGetAnExecutorEach() {
    List<Placement.Placed> placed =
        Placement.place(List.of(stage("a", 4), stage("b", 4)), List.of("x", "y"));

    assertEquals(Map.of("a", 1L, "b", 1L), loads(placed));
    assertEquals(Map.of("x", 4L, "y", 4L), units(placed));
  }

  @Test
  void aStageLongerThanItsShareIsSpread() {
    List<Placement.Placed> placed =
        Placement.place(List.of(stage("a", 30), stage("b", 10)), List.of("w", "x", "y", "z"));

    assertEquals(Map.of("a", 3L, "b", 1L), loads(placed));
    assertTrue(units(placed).values().stream().allMatch(count -> count == 10), placed.toString());
  }

  /** On how many executors each model is loaded. */
  private static Map<String, Long> loads(List<Placement.Placed> placed) {
    return placed.stream()
        .map(p -> List.of(p.unit().weights().model(), p.executor()))
        .distinct()
        .collect(Collectors.groupingBy(pair -> pair.get(0), Collectors.counting()));
  }

  private static Map<String, Long> units(List<Placement.Placed> placed) {
    return placed.stream()
        .collect(Collectors.groupingBy(Placement.Placed::executor, Collectors.counting()));
  }

  private static Stage stage(String model, int units) {
    FullPrecision format = new FullPrecision(Precision.FP16);
    WeightSet weights =
        new WeightSet(model, ModelVariant.FULL, "m", "m", format, ModelEntry.Weights.FILE, 0);
    Technique technique =
        new Technique(
            "FP16", new PromptCompression.None(), ModelVariant.FULL, format, new FullCache());
    Cell cell = new Cell(model, technique, LongBench.task("qasper"), Protocol.LONGBENCH);
    return new Stage(
        weights,
        IntStream.range(0, units)
            .mapToObj(unit -> new WorkUnit(model + unit, cell, weights, List.of("s"), 1))
            .toList());
  }
}
