package dev.longspark.cli;

import dev.longspark.config.ModelEntry;
import dev.longspark.config.Study;
import dev.longspark.job.RunListener;
import dev.longspark.job.RunProgress;
import dev.longspark.job.RunSummary;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells a person how a run goes. */
final class RunConsole implements RunListener {
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final PrintStream out;
  private Duration lastPrinted = Duration.ZERO;
  private Optional<RunProgress> latest = Optional.empty();

  RunConsole(PrintStream out) {
    this.out = out;
  }

  void start(String runId, String warehouse, List<String> placements) {
    out.printf("Run %s in %s%n", runId, warehouse);
    placements.forEach(line -> out.println("Devices hold " + line));
  }

  /** Warns of models whose scores mean nothing. */
  void warnOf(Study study) {
    String random =
        study.models().stream()
            .filter(ModelEntry::isRandom)
            .map(ModelEntry::name)
            .collect(Collectors.joining(", "));
    if (!random.isEmpty()) {
      out.printf("Random weights, scores mean nothing: %s%n", random);
    }
  }

  /** What a run that ends early leaves. */
  synchronized String kept() {
    return latest
            .map(now -> "%d of %d samples kept".formatted(now.samplesDone(), now.samples()))
            .orElse("nothing was generated yet")
        + "; the same command continues.";
  }

  @Override
  public synchronized void progress(RunProgress now) {
    latest = Optional.of(now);
    boolean isFirst = now.generated() == 0;
    boolean isDue = now.elapsed().minus(lastPrinted).compareTo(PAUSE) >= 0;
    if (isFirst) {
      out.printf(
          "%d of %d samples in %d cells to generate, %s%n",
          now.samples() - now.samplesDone(),
          now.samples(),
          now.cells(),
          now.left()
              .map(left -> "by the plan in about " + shown(left))
              .orElse("in a time that is not known"));
    } else if (isDue || now.isComplete()) {
      lastPrinted = now.elapsed();
      out.println(line(now));
    }
  }

  @Override
  public synchronized void waiting(String what) {
    out.println(what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1));
  }

  private static String line(RunProgress now) {
    return String.format(
        Locale.ROOT,
        "%d of %d cells, %d of %d samples done%s, %.1f samples per minute%s",
        now.cellsDone(),
        now.cells(),
        now.samplesDone(),
        now.samples(),
        now.failed() == 0 ? "" : " (" + now.failed() + " without a text)",
        now.samplesPerMinute(),
        now.left()
            .filter(left -> !now.isComplete())
            .map(left -> ", about " + shown(left) + " left")
            .orElse(""));
  }

  void end(RunSummary summary) {
    if (summary.generated() == 0) {
      out.printf("Nothing was missing: all %d samples have their rows%n", summary.samples());
    } else {
      out.printf("Generated %d of %d samples%n", summary.generated(), summary.samples());
    }
    if (summary.outOfMemory() > 0) {
      out.printf("%d samples did not fit into memory%n", summary.outOfMemory());
    }
    if (summary.failed() > 0) {
      out.printf(
          "%d samples failed; longspark sql \"SELECT * FROM failures\" says why%n",
          summary.failed());
    }
    out.printf("Pages and pictures: longspark report --run %s --out DIR%n", summary.runId());
  }

  private static String shown(Duration left) {
    if (left.toHours() > 0) {
      return left.toHours() + " h " + left.toMinutesPart() + " min";
    }
    return left.toMinutes() > 0 ? left.toMinutes() + " min" : left.toSeconds() + " s";
  }
}
