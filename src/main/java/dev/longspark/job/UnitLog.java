package dev.longspark.job;

import dev.longspark.data.Sample;
import dev.longspark.plan.Cell;
import dev.longspark.tables.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor's log: a line at the begin and the end of each unit and sample, so that one that
 * hangs can be named. Where driver and executor are one process nothing is written.
 */
final class UnitLog {
  private static final Logger LOG = LoggerFactory.getLogger(UnitLog.class);

  private final String unit;
  private final boolean isWritten;

  private UnitLog(String unit, boolean isWritten) {
    this.unit = unit;
    this.isWritten = isWritten;
  }

  /** Says that a unit begins. */
  static UnitLog begin(int position, UnitInput input, int attempt) {
    Cell cell = input.unit().cell();
    String unit =
        "unit %d (%s, %s, %s, %s)"
            .formatted(
                position,
                cell.model(),
                cell.technique().name(),
                cell.task().name(),
                cell.protocol().name());
    UnitLog log = new UnitLog(unit, !SparkEnv.get().executorId().equals(UnitJob.DRIVER));
    log.write(
        "begins: %d samples, attempt %d, %.0f s by the plan"
            .formatted(input.samples().size(), attempt, input.unit().predictedSeconds()));
    return log;
  }

  /** A sample's outcome, with a line before it and one after, however it ends. */
  Outcome sample(Sample sample, Supplier<Outcome> work) {
    long start = System.nanoTime();
    begins(sample);
    String end = "stopped";
    try {
      Outcome outcome = work.get();
      end = outcome.status().toString();
      return outcome;
    } finally {
      write("sample %s ends after %d ms: %s".formatted(sample.id(), millis(start), end));
    }
  }

  /** Says that a sample's turn has come among others. */
  void begins(Sample sample) {
    write("sample %s begins".formatted(sample.id()));
  }

  /** Says how it ended. */
  void ends(Sample sample, Outcome outcome) {
    write("sample %s ends: %s".formatted(sample.id(), outcome.status()));
  }

  /** Says that the unit has its rows. */
  void end() {
    write("ends");
  }

  private void write(String what) {
    if (isWritten) {
      LOG.info("{} {}", unit, what);
    }
  }

  private static long millis(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
