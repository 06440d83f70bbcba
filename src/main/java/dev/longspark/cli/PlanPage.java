package dev.longspark.cli;

import dev.longspark.config.ByteSize;
import dev.longspark.config.ModelEntry;
import dev.longspark.config.Study;
import dev.longspark.forecast.CellForecast;
import dev.longspark.forecast.CellNeeds;
import dev.longspark.forecast.Forecast;
import dev.longspark.forecast.PromptLengths;
import dev.longspark.forecast.UnitMaker;
import dev.longspark.plan.Cell;
import dev.longspark.plan.Disagreements;
import dev.longspark.plan.StudyPlan;
import dev.longspark.results.TextTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as text: head, cells, what does not fit, stages. */
final class PlanPage {
  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;

  /** In the place of a number. */
  static final String NOT_KNOWN = "?";

  private final StudyPlan plan;
  private final PromptLengths lengths;
  private final Disagreements disagreements;
  private final String source;
  private final PrintStream out;
  private final Forecast forecast;
  private final List<CellForecast> cells;
  private final String unit;

  PlanPage(
      StudyPlan plan,
      PromptLengths lengths,
      String source,
      Disagreements disagreements,
      PrintStream out) {
    this.plan = plan;
    this.disagreements = disagreements;
    this.lengths = lengths;
    this.source = source;
    this.out = out;
    this.forecast = new Forecast(plan, lengths);
    this.cells = forecast.cells();
    boolean large =
        cells.stream()
            .flatMap(cell -> cell.needs().stream())
            .anyMatch(needs -> needs.fullestDevice().total() >= GIGA);
    this.unit = large ? "GB" : "MB";
  }

  /**
   * Prints it.
   *
   * @param runId the run's name
   * @param isWhole whether each cell has a line, not each technique of each model
   */
  void print(String runId, boolean isWhole) {
    printHead(runId);
    if (isWhole) {
      printCells();
    } else {
      printSummary();
    }
    new BatchTable(plan, forecast).print(cells, out);
    printWhatDoesNotFit();
    printDeclaredLimits();
    printDisagreements();
    new StageTable(plan, UnitMaker.missing(plan, lengths, (cell, key) -> false))
        .print(forecast, out);
    forecast.requireChoice();
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
            .filter(cell -> plan.tokenizer(cell).filter(lengths::isCounted).isPresent())
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

  private void printSummary() {
    boolean isJudged = plan.study().resources().memoryBytes() > 0;
    out.println(
        "Bytes of the fullest device at the longest prompt (tokens), of all cells; --cells shows each");
    new PlanSummary(isJudged, unit, this::bytes).table(cells).print(out);
  }

  private void printCells() {
    out.println(
        "Prompt tokens by percentile; bytes of the fullest device and of all at the longest prompt,"
            + " and of all in the mean over the prompts");
    new PlanCells(plan, unit, this::bytes).table(cells).print(out);
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
            .filter(cell -> cell.longestPrompt() + plan.newTokens(cell.cell()) > maxPositions(cell))
            .map(
                cell ->
                    cell.cell().model()
                        + " / "
                        + cell.cell().technique().name()
                        + " ("
                        + maxPositions(cell)
                        + " positions)")
            .distinct()
            .toList();
    if (!beyond.isEmpty()) {
      out.printf("%nBeyond the positions that the model declares: %s%n", String.join(", ", beyond));
    }
    String random =
        plan.study().models().stream()
            .filter(ModelEntry::isRandom)
            .map(ModelEntry::name)
            .collect(Collectors.joining(", "));
    if (!random.isEmpty()) {
      out.printf("%nRandom weights, scores mean nothing: %s%n", random);
    }
    String unknown = unknownModels();
    if (!unknown.isEmpty()) {
      out.printf(
          "%nNot known, as they are no checkpoints: bytes, positions and times of %s%n", unknown);
    }
  }

  /** Another program may read another model from the same files. */
  private void printDisagreements() {
    Map<String, Set<String>> lines = new LinkedHashMap<>();
    for (Cell cell : plan.cells()) {
      String stack = cell.model() + " / " + cell.technique().name();
      lines.computeIfAbsent(stack, key -> new LinkedHashSet<>()).addAll(disagreements.of(cell));
    }
    lines.values().removeIf(Set::isEmpty);
    lines.forEach(
        (stack, ofStack) ->
            out.printf("%nFiles of %s disagree: %s%n", stack, String.join("; ", ofStack)));
  }

  private String unknownModels() {
    return cells.stream()
        .filter(cell -> cell.needs().isEmpty())
        .map(cell -> plan.answering(cell.cell()).label())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static int maxPositions(CellForecast cell) {
    return cell.needs().map(CellNeeds::maxPositions).orElse(Integer.MAX_VALUE);
  }

  private String bytes(long bytes) {
    return String.format(Locale.ROOT, "%.3f", bytes / (unit.equals("GB") ? GIGA : MEGA));
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.2f GB (%s)", bytes / GIGA, ByteSize.show(bytes));
  }
}
