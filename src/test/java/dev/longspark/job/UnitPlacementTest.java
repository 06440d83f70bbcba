package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.ModelVariant;
import dev.longspark.config.WeightSource;
import dev.longspark.data.LongBench;
import dev.longspark.data.Protocol;
import dev.longspark.engine.Batching;
import dev.longspark.engine.Precision;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.forecast.ModelWork;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.plan.Cell;
import dev.longspark.plan.PromptCompression;
import dev.longspark.plan.Technique;
import dev.longspark.plan.WeightChoice;
import dev.longspark.plan.WeightSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnitPlacementTest {
  @Test
  void withoutExecutorsEverythingRunsAnywhereInOrder() {
    List<UnitJob.Placed<WorkUnit>> placed =
        UnitPlacement.place(List.of(stage("a", 2), stage("b", 1)), List.of());

    assertTrue(placed.stream().allMatch(p -> p.executors().isEmpty()), placed.toString());
    assertEquals(
        List.of("a", "a", "b"), placed.stream().map(p -> p.input().model().model()).toList());
  }

  @Test
  void equalStagesGetAnExecutorEach() {
    assertEquals(
        Map.of("a", Set.of("y"), "b", Set.of("x")),
        places(List.of(stage("a", 4), stage("b", 4)), List.of("x", "y")));
  }

  @Test
  void aStageLongerThanItsShareIsSpread() {
    assertEquals(
        Map.of("a", Set.of("x", "y", "z"), "b", Set.of("w")),
        places(List.of(stage("a", 30), stage("b", 10)), List.of("w", "x", "y", "z")));
  }

  @Test
  void theLongestStageComesLastAndFillsWhatOthersLeave() {
    List<ModelWork> stages = List.of(stage("a", 21), stage("b", 20), stage("c", 20));
    List<String> executors = List.of("x", "y");

    assertEquals(
        Map.of("b", Set.of("x"), "c", Set.of("y"), "a", Set.of("x", "y")),
        places(stages, executors));
    List<UnitJob.Placed<WorkUnit>> placed = UnitPlacement.place(stages, executors);
    assertEquals("a", placed.get(placed.size() - 1).input().model().model());
  }

  @Test
  void aStageThatFitsNowhereWholeIsShared() {
    List<ModelWork> five =
        Stream.of("a", "b", "c", "d", "e").map(model -> stage(model, 10)).toList();

    Map<String, Set<String>> places = places(five, List.of("x", "y", "z"));

    assertEquals(2, places.get("e").size(), "four of ten on three, at most 16.7 each");
    assertEquals(3, places.get("a").size(), "the rest");
  }

  /** On which executors each model is loaded. */
  private static Map<String, Set<String>> places(List<ModelWork> stages, List<String> executors) {
    return UnitPlacement.place(stages, executors).stream()
        .collect(
            Collectors.toMap(
                p -> p.input().model().model(), p -> Set.copyOf(p.executors()), (a, b) -> a));
  }

  private static ModelWork stage(String model, int units) {
    FullPrecision format = new FullPrecision(Precision.FP16);
    WeightSet weights =
        new WeightSet(model, ModelVariant.FULL, "m", "m", format, WeightSource.FILE, 0);
    Technique technique =
        new Technique(
            "FP16",
            new PromptCompression.None(),
            ModelVariant.FULL,
            new WeightChoice.Whole(Precision.FP16),
            new FullCache(),
            Batching.ALONE);
    Cell cell = new Cell(model, technique, LongBench.task("qasper"), Protocol.LONGBENCH);
    return new ModelWork(
        weights,
        IntStream.range(0, units)
            .mapToObj(unit -> new WorkUnit(model + unit, cell, weights, List.of("s"), 1))
            .toList());
  }

  /**
   * Units as long as some documents are: most short, a few very long; none above the fair share.
   */
  private static ModelWork skewed(String model, int units, double scale, Random random) {
    ModelWork even = stage(model, units);
    List<WorkUnit> longestFirst =
        even.units().stream()
            .map(
                unit ->
                    new WorkUnit(
                        unit.id(),
                        unit.cell(),
                        unit.model(),
                        unit.sampleKeys(),
                        scale * Math.min(60, 5 * Math.exp(random.nextGaussian()))))
            .sorted(Comparator.comparingDouble(WorkUnit::predictedSeconds).reversed())
            .toList();
    return new ModelWork(even.model(), longestFirst);
  }

  /** Real times differ from the predicted ones by a third either way, as a rule. */
  @Test
  void theLastExecutorIdlesUnderATenthOfASkewedRun() {
    Random random = new Random(7);
    List<ModelWork> stages =
        List.of(
            skewed("large", 300, 2, random),
            skewed("middle", 300, 1, random),
            skewed("small", 300, 0.5, random));
    List<String> executors = List.of("w", "x", "y", "z");

    Simulation run = Simulation.of(UnitPlacement.place(stages, executors), executors, random);

    assertTrue(run.idleShare() < 0.1, "idle " + run.idleShare());
    assertEquals(0, run.repeatedLoads(), "an executor loads no weights twice");
  }

  /**
   * Spark's way: an executor runs what names it, in order; without any, after the locality wait,
   * the first of the others' that is left.
   */
  private record Simulation(double idleShare, int repeatedLoads) {
    private static final double LOCALITY_WAIT = 30;

    static Simulation of(
        List<UnitJob.Placed<WorkUnit>> placed, List<String> executors, Random random) {
      List<UnitJob.Placed<WorkUnit>> left = new ArrayList<>(placed);
      Map<String, Double> free = new HashMap<>();
      Map<String, List<String>> loads = new HashMap<>();
      executors.forEach(executor -> free.put(executor, 0.0));
      executors.forEach(executor -> loads.put(executor, new ArrayList<>()));
      Map<String, Double> ended = new HashMap<>();
      while (!left.isEmpty()) {
        String next = executors.stream().min(Comparator.comparingDouble(free::get)).orElseThrow();
        UnitJob.Placed<WorkUnit> unit =
            left.stream().filter(p -> p.executors().contains(next)).findFirst().orElse(left.get(0));
        left.remove(unit);
        double wait = unit.executors().contains(next) ? 0 : LOCALITY_WAIT;
        double real = unit.input().predictedSeconds() * Math.exp(0.3 * random.nextGaussian());
        free.merge(next, wait + real, Double::sum);
        ended.put(next, free.get(next));
        List<String> loaded = loads.get(next);
        String model = unit.input().model().model();
        if (loaded.isEmpty() || !loaded.get(loaded.size() - 1).equals(model)) {
          loaded.add(model);
        }
      }
      double last = ended.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
      double first = ended.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
      int repeated =
          loads.values().stream()
              .mapToInt(models -> models.size() - (int) models.stream().distinct().count())
              .sum();
      return new Simulation((last - first) / last, repeated);
    }
  }
}
