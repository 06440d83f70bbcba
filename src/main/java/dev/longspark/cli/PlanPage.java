package dev.longspark.cli;

import dev.longspark.config.ByteSize;
import dev.longspark.config.ModelEntry;
import dev.longspark.config.Study;
import dev.longspark.forecast.CellForecast;
import dev.longspark.forecast.DeviceMemory;
import dev.longspark.forecast.Forecast;
import dev.longspark.forecast.PromptLengths;
import dev.longspark.forecast.UnitMaker;
import dev.longspark.forecast.WeightSetWork;
import dev.longspark.plan.Cell;
import dev.longspark.plan.StudyPlan;
import dev.longspark.results.TextTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan as text: head, cells, what does not fit, stages. */
final class PlanPage {
  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;
  private static final double HOUR = 3600;
  private static final double MINUTE = 60;

  private final StudyPlan plan;
  private final PromptLengths lengths;
  private final String source;
  private final PrintStream out;
  private final Forecast forecast;
  private final List<CellForecast> cells;
  private final String unit;

  PlanPage(StudyPlan plan, PromptLengths lengths, String source, PrintStream out) {
    this.plan = plan;
    this.lengths = lengths;
    this.source = source;
    this.out = out;
    this.forecast = new Forecast(plan, lengths);
    this.cells = forecast.cells();
    boolean large = cells.stream().anyMatch(cell -> cell.fullestDevice().total() >= GIGA);
    this.unit = large ? "GB" : "MB";
  }

  void print(String runId) {
    printHead(runId);
    printCells();
    printWhatDoesNotFit();
    printDeclaredLimits();
    printStages();
  }

  private void printHead(String runId) {
    Study study = plan.study();
    Study.Resources resources = study.resources();
    long generations = cells.stream().mapToLong(cell -> cell.promptTokens().size()).sum();
    out.printf(
        Locale.ROOT,
        "%s: %d models, %d techniques, %d tasks, %d protocols: %d cells, %,d generations%n",
        study.name(),
        study.models().size(),
        plan.cells().stream().map(Cell::technique).distinct().count(),
        study.tasks().size(),
        study.protocols().size(),
        plan.cells().size(),
        generations);
    out.printf("run        %s%n", runId);
    out.printf("lengths    %s%n", source);
    out.printf("tokens     %s%n", tokenSource());
    out.printf(
        "replica    %d x %s, %s each; executors: %d%n",
        resources.devicesPerReplica(),
        resources.device().name().toLowerCase(Locale.ROOT),
        resources.memoryBytes() == 0 ? "memory not given" : size(resources.memoryBytes()),
        resources.executors());
    out.printf(
        Locale.ROOT,
        "time       assumes %.0f GB/s and %s TFLOP/s per device, %.0f %% of them reached, and that"
            + " every answer takes all its new tokens; without loading and compressing%n%n",
        resources.bandwidth() / GIGA,
        resources.teraflops(),
        100 * resources.efficiency());
  }

  private String tokenSource() {
    List<String> counted =
        plan.cells().stream()
            .filter(cell -> lengths.isCounted(plan.weights(cell).tokenizer()))
            .map(Cell::model)
            .distinct()
            .toList();
    if (counted.size() == plan.study().models().size()) {
      return "counted by the models' tokenizers";
    }
    return counted.isEmpty()
        ? "estimated: no tokenizer is at hand"
        : "counted for " + String.join(", ", counted) + ", estimated for the others";
  }

  private void printCells() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "model",
            "technique",
            "task",
            "protocol",
            "samples",
            "p50",
            "p90",
            "longest",
            "new",
            "weights " + unit,
            "cache " + unit,
            "activations " + unit,
            "logits " + unit,
            "sum " + unit,
            "all devices " + unit,
            "in the mean " + unit,
            "fits",
            "time"));
    for (CellForecast cell : cells) {
      lines.add(line(cell));
    }
    out.println(
        "Prompt tokens by percentile; bytes of the fullest device and of all at the longest prompt,"
            + " and of all in the mean over the prompts");
    TextTable.of(lines).print(out);
  }

  private List<String> line(CellForecast forecastOfCell) {
    Cell cell = forecastOfCell.cell();
    DeviceMemory memory = forecastOfCell.fullestDevice();
    boolean judged = plan.study().resources().memoryBytes() > 0;
    return List.of(
        cell.model(),
        cell.technique().name(),
        cell.task().name(),
        cell.protocol().name(),
        Integer.toString(forecastOfCell.promptTokens().size()),
        Integer.toString(forecastOfCell.percentile(50)),
        Integer.toString(forecastOfCell.percentile(90)),
        Integer.toString(forecastOfCell.longestPrompt()),
        Integer.toString(plan.newTokens(cell)),
        bytes(memory.weights()),
        bytes(memory.cache()),
        bytes(memory.activations()),
        bytes(memory.logits()),
        bytes(memory.total()),
        bytes(forecastOfCell.devices().stream().mapToLong(DeviceMemory::total).sum()),
        bytes(Math.round(forecastOfCell.meanBytes())),
        judged ? (forecastOfCell.fits() ? "yes" : "NO") : "?",
        time(forecastOfCell.seconds()));
  }

  private void printWhatDoesNotFit() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "does not fit",
            "prompts too long",
            "fits to",
            "devices that do",
            "techniques that do"));
    for (CellForecast cell : cells) {
      if (!cell.fits()) {
        int devices = forecast.devicesNeeded(cell);
        lines.add(
            List.of(
                cell.cell().label(),
                cell.tooLong() + " of " + cell.promptTokens().size(),
                Integer.toString(cell.longestFittingPrompt()),
                devices == 0 ? "none" : Integer.toString(devices),
                techniques(cell)));
      }
    }
    if (lines.size() > 1) {
      out.println();
      TextTable.of(lines).print(out);
      out.println(
          "Also: a smaller models.NAME.max-prompt-tokens, or resources.over-budget: run to try.");
    }
  }

  private String techniques(CellForecast cell) {
    List<String> fitting = forecast.techniquesThatFit(cell, cells);
    return fitting.isEmpty() ? "none in this study" : String.join(", ", fitting);
  }

  /** A model runs beyond its declared positions, but nobody trained it there. */
  private void printDeclaredLimits() {
    List<String> beyond =
        cells.stream()
            .filter(
                cell ->
                    cell.longestPrompt() + plan.newTokens(cell.cell())
                        > plan.shape(cell.cell()).maxPositions())
            .map(
                cell ->
                    cell.cell().model()
                        + " / "
                        + cell.cell().technique().name()
                        + " ("
                        + plan.shape(cell.cell()).maxPositions()
                        + " positions)")
            .distinct()
            .toList();
    if (!beyond.isEmpty()) {
      out.printf("%nBeyond the positions that the model declares: %s%n", String.join(", ", beyond));
    }
    String random =
        plan.study().models().stream()
            .filter(model -> model.weights() == ModelEntry.Weights.RANDOM)
            .map(ModelEntry::name)
            .collect(Collectors.joining(", "));
    if (!random.isEmpty()) {
      out.printf("%nRandom weights, scores mean nothing: %s%n", random);
    }
  }

  private void printStages() {
    List<WeightSetWork> stages = UnitMaker.missing(plan, lengths, (cell, key) -> false);
    int executors = plan.study().resources().executors();
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("stage", "weights", "loads per executor", "units", "samples", "time"));
    for (WeightSetWork stage : stages) {
      int samples = stage.units().stream().mapToInt(unit -> unit.sampleKeys().size()).sum();
      lines.add(
          List.of(
              Integer.toString(lines.size()),
              stage.weights().label(),
              "1",
              Integer.toString(stage.units().size()),
              Integer.toString(samples),
              time(stage.predictedSeconds() / executors)));
    }
    out.println();
    TextTable.of(lines).print(out);
    forecast.placements().forEach(line -> out.println("Devices hold " + line));
    double all = stages.stream().mapToDouble(WeightSetWork::predictedSeconds).sum();
    out.printf("%nAll stages on %d executor(s): about %s%n", executors, time(all / executors));
  }

  private static String time(double seconds) {
    if (seconds >= HOUR) {
      return String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
    }
    return seconds >= MINUTE
        ? String.format(Locale.ROOT, "%.1f min", seconds / MINUTE)
        : String.format(Locale.ROOT, "%.1f s", seconds);
  }

  private String bytes(long bytes) {
    return String.format(Locale.ROOT, "%.3f", bytes / (unit.equals("GB") ? GIGA : MEGA));
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.2f GB (%s)", bytes / GIGA, ByteSize.show(bytes));
  }
}
