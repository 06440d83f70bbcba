package dev.longspark.cli;

import dev.longspark.forecast.CellForecast;
import dev.longspark.forecast.CellNeeds;
import dev.longspark.forecast.DeviceMemory;
import dev.longspark.plan.Cell;
import dev.longspark.plan.StudyPlan;
import dev.longspark.results.TextTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;

/** A line for each cell: its prompts, and the parts of its bytes. */
final class PlanCells {
  /** Columns that say what a cell needs. */
  private static final int NEEDS = 9;

  private final StudyPlan plan;
  private final String unit;
  private final LongFunction<String> bytes;

  /**
   * @param unit of the bytes
   * @param bytes a number of them in that unit
   */
  PlanCells(StudyPlan plan, String unit, LongFunction<String> bytes) {
    this.plan = plan;
    this.unit = unit;
    this.bytes = bytes;
  }

  TextTable table(List<CellForecast> cells) {
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
    return TextTable.of(lines);
  }

  private List<String> line(CellForecast forecastOfCell) {
    Cell cell = forecastOfCell.cell();
    List<String> line = new ArrayList<>();
    line.addAll(
        List.of(
            cell.model(),
            cell.technique().name(),
            cell.task().name(),
            cell.protocol().name(),
            Integer.toString(forecastOfCell.promptTokens().size()),
            Integer.toString(forecastOfCell.percentile(50)),
            Integer.toString(forecastOfCell.percentile(90)),
            Integer.toString(forecastOfCell.longestPrompt()),
            Integer.toString(plan.newTokens(cell))));
    line.addAll(
        forecastOfCell
            .needs()
            .map(needs -> needs(needs, forecastOfCell.fits()))
            .orElse(Collections.nCopies(NEEDS, PlanPage.NOT_KNOWN)));
    return line;
  }

  private List<String> needs(CellNeeds needs, boolean fits) {
    DeviceMemory memory = needs.fullestDevice();
    boolean judged = plan.study().resources().memoryBytes() > 0;
    return List.of(
        bytes.apply(memory.weights()),
        bytes.apply(memory.cache()),
        bytes.apply(memory.activations()),
        bytes.apply(memory.logits()),
        bytes.apply(memory.total()),
        bytes.apply(needs.devices().stream().mapToLong(DeviceMemory::total).sum()),
        bytes.apply(Math.round(needs.meanBytes())),
        judged ? (fits ? "yes" : "NO") : PlanPage.NOT_KNOWN,
        StageTable.time(needs.seconds()));
  }
}
