package dev.longspark.job;

import dev.longspark.measurement.Measurement;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.plan.Cell;
import dev.longspark.tables.Outcome;
import dev.longspark.tables.Status;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this process has done so far, as far as it was measured, for metrics. */
final class ExecutorCounters {
  /** The process's one instance, as there is one set of metrics. */
  static final ExecutorCounters OF_PROCESS = new ExecutorCounters();

  private static final Counts NONE = new Counts(0, 0, 0, 0, 0);

  private final Map<Series, Counts> counts = new ConcurrentHashMap<>();

  /** What is counted apart. */
  record Series(String model, String technique) implements Serializable {}

  /**
   * Since the process started.
   *
   * @param generations with a text
   * @param newTokens of these
   * @param failures without a text
   * @param outOfMemory without a text for lack of memory
   * @param peakMemoryBytes the largest peak of a generation; 0 if none was measured
   */
  record Counts(
      long generations, long newTokens, long failures, long outOfMemory, long peakMemoryBytes)
      implements Serializable {

    private static Counts of(Outcome outcome) {
      if (outcome instanceof Outcome.Text text) {
        long tokens =
            text.find(Measurement.NewTokens.class).map(count -> (long) count.count()).orElse(0L);
        long peak = text.find(MemoryUse.class).map(memory -> memory.peak().bytes()).orElse(0L);
        return new Counts(1, tokens, 0, 0, peak);
      }
      return outcome.status() == Status.OUT_OF_MEMORY
          ? new Counts(0, 0, 0, 1, 0)
          : new Counts(0, 0, 1, 0, 0);
    }

    private Counts and(Counts other) {
      return new Counts(
          generations + other.generations,
          newTokens + other.newTokens,
          failures + other.failures,
          outOfMemory + other.outOfMemory,
          Math.max(peakMemoryBytes, other.peakMemoryBytes));
    }
  }

  void count(Cell cell, Outcome outcome) {
    counts.merge(
        new Series(cell.model(), cell.technique().name()), Counts.of(outcome), Counts::and);
  }

  /** Of each model and technique; a copy. */
  Map<Series, Counts> bySeries() {
    return Map.copyOf(counts);
  }

  /** Of all. */
  Counts total() {
    return counts.values().stream().reduce(NONE, Counts::and);
  }
}
