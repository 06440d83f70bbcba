package dev.longspark.forecast;

import dev.longspark.plan.Cell;
import dev.longspark.plan.WeightSet;
import java.io.Serializable;
import java.util.List;

/**
 * Some samples of one cell: what an executor is handed and what is committed at once.
 *
 * @param id the same for the same samples of the same cell, whatever else is planned
 * @param cell where the samples belong
 * @param weights what must be loaded to run it
 * @param sampleKeys longest first
 * @param predictedSeconds on one replica
 */
public record WorkUnit(
    String id, Cell cell, WeightSet weights, List<String> sampleKeys, double predictedSeconds)
    implements Serializable {
  /** Copies the keys and requires one. */
  public WorkUnit {
    sampleKeys = List.copyOf(sampleKeys);
    if (sampleKeys.isEmpty()) {
      throw new IllegalArgumentException("Missing samples of work unit " + id);
    }
  }
}
