package dev.longspark.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What Spark adds to a study, from its event log: of the time from the first work unit's launch to
 * the application's end, the share in which the executors neither ran a unit nor scored.
 */
public final class SparkShare {
  private static final double GOAL = 0.05;

  private SparkShare() {}

  /**
   * Prints the share and the start-up.
   *
   * @param args the folder of one application's event log, when its process was started (epoch, ms)
   */
  public static void main(String[] args) throws IOException {
    EventLog log = EventLog.read(Path.of(args[0]));
    long started = Long.parseLong(args[1]);
    long firstFinish = log.units().stream().mapToLong(EventLog.Unit::finish).min().orElseThrow();
    double ran = log.units().stream().mapToLong(EventLog.Unit::ranMillis).sum();
    double between = 1 - ran / log.slots() / (log.lastFinish() - log.firstLaunch());
    double share = 1 - (ran + log.scoredMillis()) / log.slots() / (log.end() - log.firstLaunch());
    System.out.printf(
        Locale.ROOT,
        "start-up: %.1f s from the command to the first work unit, %.1f s to its end (goal: first"
            + " token <= 12 s)%n"
            + "%d work units ran %.1f s on %d cores, scoring %.1f s; Spark's share %.1f %% between"
            + " the first and the last, %.1f %% with the last commit and the end (goal <= %.0f %%,"
            + " %s)%n",
        (log.firstLaunch() - started) / 1e3,
        (firstFinish - started) / 1e3,
        log.units().size(),
        ran / 1e3,
        log.slots(),
        log.scoredMillis() / 1e3,
        100 * between,
        100 * share,
        100 * GOAL,
        share <= GOAL ? "met" : "not met");
  }
}
