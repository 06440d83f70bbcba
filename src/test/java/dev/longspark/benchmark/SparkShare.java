package dev.longspark.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What Spark adds to a study, from its event log: of the time from the first work unit's launch to
 * the application's end, the share in which the executors ran no unit.
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
    double between = share(log, ran, log.lastFinish());
    double unscored = share(log, ran + log.scoredMillis(), log.end());
    double whole = share(log, ran, log.end());
    System.out.printf(
        Locale.ROOT,
        "start-up: %.1f s from the command to the first work unit, %.1f s to its end (goal: first"
            + " token <= 12 s)%n"
            + "%d work units ran %.1f s on %d cores; %.1f s from the last to the end, of which"
            + " scoring %.1f s%n"
            + "Spark's share: %.1f %% between the first unit and the last; with what follows"
            + " %.1f %%, scoring left out %.1f %% (goal: with scoring <= %.0f %%, %s)%n",
        (log.firstLaunch() - started) / 1e3,
        (firstFinish - started) / 1e3,
        log.units().size(),
        ran / 1e3,
        log.slots(),
        (log.end() - log.lastFinish()) / 1e3,
        log.scoredMillis() / 1e3,
        100 * between,
        100 * whole,
        100 * unscored,
        100 * GOAL,
        whole <= GOAL ? "met" : "not met");
  }

  /** What of the time from the first launch is not work. */
  private static double share(EventLog log, double workMillis, long end) {
    return 1 - workMillis / log.slots() / (end - log.firstLaunch());
  }
}
