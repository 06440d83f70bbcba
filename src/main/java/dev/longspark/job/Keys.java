package dev.longspark.job;

import dev.longspark.plan.Cell;
import dev.longspark.tables.GenerationKey;

/** The tables' names of what the plan speaks of. */
final class Keys {
  private Keys() {}

  static GenerationKey of(String runId, Cell cell, String sampleKey) {
    return new GenerationKey(
        runId,
        cell.model(),
        cell.technique().name(),
        cell.task().name(),
        cell.protocol().name(),
        sampleKey);
  }
}
