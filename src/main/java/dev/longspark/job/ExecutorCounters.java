package dev.longspark.job;

import dev.longspark.measurement.Measurement;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.tables.Outcome;
import dev.longspark.tables.Status;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What this process has done so far, as far as it was measured, for Spark's metrics. */
final class ExecutorCounters {
  /** The process's one instance, as there is one set of metrics. */
  static final ExecutorCounters OF_PROCESS = new ExecutorCounters();

  private final LongAdder generations = new LongAdder();
  private final LongAdder newTokens = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder outOfMemory = new LongAdder();
  private final LongAccumulator peakMemoryBytes = new LongAccumulator(Math::max, 0);

  void count(Outcome outcome) {
    if (outcome instanceof Outcome.Text text) {
      generations.increment();
      text.find(Measurement.NewTokens.class).ifPresent(tokens -> newTokens.add(tokens.count()));
      text.find(MemoryUse.class)
          .ifPresent(memory -> peakMemoryBytes.accumulate(memory.peak().bytes()));
    } else if (outcome.status() == Status.OUT_OF_MEMORY) {
      outOfMemory.increment();
    } else {
      failures.increment();
    }
  }

  long generations() {
    return generations.sum();
  }

  long newTokens() {
    return newTokens.sum();
  }

  long failures() {
    return failures.sum();
  }

  long outOfMemory() {
    return outOfMemory.sum();
  }

  long peakMemoryBytes() {
    return peakMemoryBytes.get();
  }
}
