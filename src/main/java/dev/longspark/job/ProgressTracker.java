package dev.longspark.job;

import dev.longspark.forecast.WorkUnit;
import dev.longspark.plan.Cell;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what is missing, by cell and by predicted cost, while rows are committed. */
final class ProgressTracker {
  private final int cells;
  private final int samples;
  private final int executors;
  private final Map<GenerationKey, Missing> missing = new HashMap<>();
  private final Map<Cell, Integer> missingByCell = new HashMap<>();
  private long start = System.nanoTime();
  private boolean isGuessed;
  private double secondsMissing;
  private double secondsDone;
  private int generated;
  private int failed;

  private record Missing(Cell cell, double seconds) {}

  /**
   * Starts the clock.
   *
   * @param cells of the study
   * @param executors that share the work
   * @param before what the tables have already
   */
  ProgressTracker(int cells, int executors, RunSummary before) {
    this.cells = cells;
    this.executors = executors;
    samples = before.samples();
    failed = before.failed() + before.outOfMemory();
  }

  /** Starts the clock anew: executors are there, and work begins. */
  synchronized void begin() {
    start = System.nanoTime();
  }

  /** A unit that is to be done. */
  void expect(String runId, WorkUnit unit) {
    isGuessed |= unit.model().weightSet().isEmpty();
    double seconds = unit.predictedSeconds() / unit.sampleKeys().size();
    for (String sample : unit.sampleKeys()) {
      missing.put(Keys.of(runId, unit.cell(), sample), new Missing(unit.cell(), seconds));
      missingByCell.merge(unit.cell(), 1, Integer::sum);
      secondsMissing += seconds;
    }
  }

  /** Rows that are safe. */
  synchronized RunProgress committed(List<GenerationRow> rows) {
    for (GenerationRow row : rows) {
      Missing done = missing.remove(row.key());
      missingByCell.computeIfPresent(done.cell(), (cell, count) -> count == 1 ? null : count - 1);
      secondsMissing -= done.seconds();
      secondsDone += done.seconds();
      generated++;
      failed += row.outcome().status() == Status.OK ? 0 : 1;
    }
    return progress();
  }

  synchronized RunProgress progress() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    boolean isPlanned = secondsDone == 0;
    double left =
        isPlanned
            ? 1000 * secondsMissing / executors
            : elapsed.toMillis() * secondsMissing / secondsDone;
    return new RunProgress(
        cells,
        cells - missingByCell.size(),
        samples,
        samples - missing.size(),
        generated,
        failed,
        elapsed,
        isPlanned && isGuessed
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(Math.max(0, Math.round(left)))));
  }
}
