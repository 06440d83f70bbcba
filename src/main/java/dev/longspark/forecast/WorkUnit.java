package dev.longspark.forecast;

import dev.longspark.plan.Cell;
import dev.longspark.plan.Model;
import java.io.Serializable;
import java.util.List;

/**
 * Some samples of one cell: what an executor is handed and what is committed at once.
 *
 * @param id the same for the same samples of the same cell, whatever else is planned
 * @param cell where the samples belong
 * @param model what answers
 * @param sampleKeys longest first
 * @param predictedSeconds on one replica; where nothing is known of the model, a guess that is the
 *     same for every sample and cuts and balances units, no more
 */
public record WorkUnit(
    String id, Cell cell, Model model, List<String> sampleKeys, double predictedSeconds)
    implements Serializable {
  /** Copies the keys and requires one. */
  public WorkUnit {
    sampleKeys = List.copyOf(sampleKeys);
    if (sampleKeys.isEmpty()) {
      throw new IllegalArgumentException("Missing samples of work unit " + id);
    }
  }
}
