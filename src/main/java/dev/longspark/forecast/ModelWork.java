package dev.longspark.forecast;

import dev.longspark.plan.Model;
import java.io.Serializable;
import java.util.List;

/**
 * All work of one model: its units stand next to each other, longest first per cache policy, so
 * that an executor loads each weight set at most once.
 *
 * @param model what answers; a weight set is what the stage's executors load
 * @param units of one cache policy after the other, longest first
 */
public record ModelWork(Model model, List<WorkUnit> units) implements Serializable {
  /** Copies the list. */
  public ModelWork {
    units = List.copyOf(units);
  }

  /** The predicted time of all units on one replica, seconds. */
  public double predictedSeconds() {
    return units.stream().mapToDouble(WorkUnit::predictedSeconds).sum();
  }

  /** Whether that time is a prediction, not a guess that says nothing. */
  public boolean isTimeKnown() {
    return model.weightSet().isPresent();
  }
}
