package dev.longspark.job;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param cells all of the study's
 * @param cellsDone those without a missing sample
 * @param samples all of the study's, once per cell
 * @param samplesDone those whose rows are committed
 * @param generated committed by this driver
 * @param failed those that became a row without a text
 * @param elapsed since the first work unit was handed out
 * @param left predicted from the costs of what was done and what is missing; the plan's prediction
 *     until a unit is done, if it has one
 */
public record RunProgress(
    int cells,
    int cellsDone,
    int samples,
    int samplesDone,
    int generated,
    int failed,
    Duration elapsed,
    Optional<Duration> left) {

  /** Samples that this driver evaluates in a minute. */
  public double samplesPerMinute() {
    return elapsed.isZero() ? 0 : generated * 60_000.0 / Math.max(1, elapsed.toMillis());
  }

  /** Nothing is missing. */
  public boolean isComplete() {
    return samplesDone == samples;
  }
}
