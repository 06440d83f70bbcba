package dev.longspark.job;

import dev.longspark.forecast.ModelWork;
import dev.longspark.forecast.WorkUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which executors should run which stage, so that each loads few weight sets, none of them twice,
 * and all end at about the same time. A stage goes to the least busy executor, or to as many as it
 * takes to stay within everyone's fair share of the predicted time; they draw its units as they
 * become free, and go on when none is left. The longest stage comes last, to all that have room: it
 * levels what predictions got wrong. Spark takes places as a preference, so an executor that has
 * nothing left may still help the others.
 */
final class UnitPlacement {
  /** Of a fair share; for less no executor loads one model more. */
  private static final double SLACK = 0.05;

  private final List<String> executors;
  private final double fairShare;
  private final Map<String, Double> busy = new HashMap<>();

  private UnitPlacement(List<String> executors, double fairShare) {
    this.executors = executors;
    this.fairShare = fairShare;
    executors.forEach(executor -> busy.put(executor, 0.0));
  }

  /**
   * Places all units.
   *
   * @param stages longest unit first within each
   * @param executors as Spark's locations name them; none if there is only this process
   * @return in the order to hand them out, stage by stage
   */
  static List<UnitJob.Placed<WorkUnit>> place(List<ModelWork> stages, List<String> executors) {
    if (executors.isEmpty() || stages.isEmpty()) {
      return stages.stream().flatMap(stage -> placed(stage, executors).stream()).toList();
    }
    List<ModelWork> longestFirst =
        stages.stream()
            .sorted(Comparator.comparingDouble(ModelWork::predictedSeconds).reversed())
            .toList();
    double all = stages.stream().mapToDouble(ModelWork::predictedSeconds).sum();
    UnitPlacement placement = new UnitPlacement(executors, all / executors.size());
    List<UnitJob.Placed<WorkUnit>> placed = new ArrayList<>();
    for (ModelWork stage : longestFirst.subList(1, longestFirst.size())) {
      placed.addAll(placed(stage, placement.few(stage.predictedSeconds())));
    }
    placed.addAll(placed(longestFirst.get(0), placement.withRoom()));
    return placed;
  }

  private static List<UnitJob.Placed<WorkUnit>> placed(ModelWork stage, List<String> executors) {
    return stage.units().stream().map(unit -> new UnitJob.Placed<>(unit, executors)).toList();
  }

  /** The least busy executors, as few as hold so many seconds within their fair share, or all. */
  private List<String> few(double seconds) {
    List<String> leastBusyFirst =
        executors.stream().sorted(Comparator.comparingDouble(busy::get)).toList();
    int count = 1;
    while (count < executors.size()
        && busy.get(leastBusyFirst.get(count - 1)) + seconds / count > (1 + SLACK) * fairShare) {
      count++;
    }
    double share = seconds / count;
    List<String> chosen = leastBusyFirst.subList(0, count);
    chosen.forEach(executor -> busy.merge(executor, share, Double::sum));
    return chosen;
  }

  private List<String> withRoom() {
    return executors.stream()
        .filter(executor -> busy.get(executor) < (1 - SLACK) * fairShare)
        .toList();
  }
}
