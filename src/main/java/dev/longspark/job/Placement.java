package dev.longspark.job;

import dev.longspark.plan.Stage;
import dev.longspark.plan.WorkUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Which executor should run which unit, so that each loads few weight sets and all end at about the
 * same time: the longest stage goes first, to the least busy executor; a stage that is longer than
 * an executor's fair share is spread over as many as it needs. Spark takes it as a preference, so a
 * free executor may still help another.
 */
final class Placement {
  private Placement() {}

  /** One unit and where it should run; an empty place means anywhere. */
  record Placed(WorkUnit unit, String executor) {}

  /**
   * Places all units.
   *
   * @param stages longest unit first within each
   * @param executors as Spark's locations name them; none if there is only this process
   * @return in the order to hand them out: the stages of an executor one after the other
   */
  static List<Placed> place(List<Stage> stages, List<String> executors) {
    List<Placed> placed = new ArrayList<>();
    if (executors.isEmpty()) {
      stages.forEach(stage -> stage.units().forEach(unit -> placed.add(new Placed(unit, ""))));
      return placed;
    }
    double fairShare =
        stages.stream().mapToDouble(Stage::predictedSeconds).sum() / executors.size();
    PriorityQueue<Load> loads = new PriorityQueue<>(Comparator.comparingDouble(Load::seconds));
    executors.forEach(executor -> loads.add(new Load(executor, 0)));
    stages.stream()
        .sorted(Comparator.comparingDouble(Stage::predictedSeconds).reversed())
        .forEach(stage -> placed.addAll(place(stage, fairShare, loads)));
    return placed;
  }

  private record Load(String executor, double seconds) {}

  private static List<Placed> place(Stage stage, double fairShare, PriorityQueue<Load> loads) {
    int wanted = (int) Math.max(1, Math.round(stage.predictedSeconds() / fairShare));
    PriorityQueue<Load> chosen = new PriorityQueue<>(Comparator.comparingDouble(Load::seconds));
    while (chosen.size() < wanted && !loads.isEmpty()) {
      chosen.add(loads.remove());
    }
    List<Placed> placed = new ArrayList<>();
    for (WorkUnit unit : stage.units()) {
      Load least = chosen.remove();
      placed.add(new Placed(unit, least.executor()));
      chosen.add(new Load(least.executor(), least.seconds() + unit.predictedSeconds()));
    }
    loads.addAll(chosen);
    return placed;
  }
}
