package dev.longspark.cli;

import dev.longspark.forecast.Forecast;
import dev.longspark.forecast.ModelWork;
import dev.longspark.plan.StudyPlan;
import dev.longspark.results.TextTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The end of a plan's page: what is loaded after what, and how long it takes. */
final class StageTable {
  private static final double HOUR = 3600;
  private static final double MINUTE = 60;

  private final List<ModelWork> stages;
  private final int executors;

  StageTable(StudyPlan plan, List<ModelWork> stages) {
    this.stages = stages;
    this.executors = plan.study().resources().executors();
  }

  void print(Forecast forecast, PrintStream out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("stage", "weights", "loads per executor", "units", "samples", "time"));
    for (ModelWork stage : stages) {
      lines.add(line(Integer.toString(lines.size()), stage));
    }
    out.println();
    TextTable.of(lines).print(out);
    forecast.placements().forEach(line -> out.println("Devices hold " + line));
    out.printf("%nAll stages on %d executor(s): %s%n", executors, allStages());
  }

  private List<String> line(String number, ModelWork stage) {
    int samples = stage.units().stream().mapToInt(unit -> unit.sampleKeys().size()).sum();
    boolean isLoaded = stage.model().weightSet().isPresent();
    return List.of(
        number,
        stage.model().label(),
        isLoaded ? "1" : "0",
        Integer.toString(stage.units().size()),
        Integer.toString(samples),
        stage.isTimeKnown() ? time(stage.predictedSeconds() / executors) : PlanPage.NOT_KNOWN);
  }

  private String allStages() {
    List<ModelWork> known = stages.stream().filter(ModelWork::isTimeKnown).toList();
    double all = known.stream().mapToDouble(ModelWork::predictedSeconds).sum();
    if (known.size() == stages.size()) {
      return "about " + time(all / executors);
    }
    return known.isEmpty()
        ? "in a time that is not known"
        : "about " + time(all / executors) + ", and a time that is not known";
  }

  /** Seconds in the unit that a person reads best. */
  static String time(double seconds) {
    if (seconds >= HOUR) {
      return String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
    }
    return seconds >= MINUTE
        ? String.format(Locale.ROOT, "%.1f min", seconds / MINUTE)
        : String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
