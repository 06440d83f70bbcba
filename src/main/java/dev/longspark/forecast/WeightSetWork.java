package dev.longspark.forecast;

import dev.longspark.plan.WeightSet;
import java.io.Serializable;
import java.util.List;

/**
 * All work of one weight set: its units stand next to each other, longest first per cache policy,
 * so that an executor loads each weight set at most once.
 *
 * @param weights what the stage's executors load
 * @param units of one cache policy after the other, longest first
 */
public record WeightSetWork(WeightSet weights, List<WorkUnit> units) implements Serializable {
  /** Copies the list. */
  public WeightSetWork {
    units = List.copyOf(units);
  }

  /** The predicted time of all units on one replica, seconds. */
  public double predictedSeconds() {
    return units.stream().mapToDouble(WorkUnit::predictedSeconds).sum();
  }
}
