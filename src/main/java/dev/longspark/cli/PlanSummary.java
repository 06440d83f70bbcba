package dev.longspark.cli;

import dev.longspark.forecast.CellForecast;
import dev.longspark.forecast.CellNeeds;
import dev.longspark.forecast.DeviceMemory;
import dev.longspark.results.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** A line for each technique of each model: the cell that needs most, and the time of all. */
final class PlanSummary {
  private final boolean isJudged;
  private final String unit;
  private final LongFunction<String> bytes;

  /**
   * @param isJudged whether the study says how much memory there is
   * @param unit of the bytes
   * @param bytes a number of them in that unit
   */
  PlanSummary(boolean isJudged, String unit, LongFunction<String> bytes) {
    this.isJudged = isJudged;
    this.unit = unit;
    this.bytes = bytes;
  }

  TextTable table(List<CellForecast> cells) {
    Map<List<String>, List<CellForecast>> stacks = new LinkedHashMap<>();
    for (CellForecast cell : cells) {
      List<String> stack = List.of(cell.cell().model(), cell.cell().technique().name());
      stacks.computeIfAbsent(stack, key -> new ArrayList<>()).add(cell);
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "model",
            "technique",
            "cells",
            "prompts",
            "longest",
            "weights " + unit,
            "cache " + unit,
            "sum " + unit,
            "fits",
            "time"));
    stacks.forEach((stack, ofStack) -> lines.add(line(stack, ofStack)));
    return TextTable.of(lines);
  }

  private List<String> line(List<String> stack, List<CellForecast> cells) {
    List<String> line = new ArrayList<>(stack);
    line.add(Integer.toString(cells.size()));
    line.add(Integer.toString(cells.stream().mapToInt(cell -> cell.promptTokens().size()).sum()));
    line.add(
        Integer.toString(cells.stream().mapToInt(CellForecast::longestPrompt).max().orElse(0)));
    Optional<DeviceMemory> largest =
        cells.stream()
            .flatMap(cell -> cell.needs().stream())
            .map(CellNeeds::fullestDevice)
            .max(Comparator.comparingLong(DeviceMemory::total));
    line.add(largest.map(memory -> bytes.apply(memory.weights())).orElse(PlanPage.NOT_KNOWN));
    line.add(largest.map(memory -> bytes.apply(memory.cache())).orElse(PlanPage.NOT_KNOWN));
    line.add(largest.map(memory -> bytes.apply(memory.total())).orElse(PlanPage.NOT_KNOWN));
    line.add(
        largest.filter(memory -> isJudged).map(memory -> fits(cells)).orElse(PlanPage.NOT_KNOWN));
    line.add(
        largest
            .map(
                memory ->
                    StageTable.time(
                        cells.stream()
                            .flatMap(cell -> cell.needs().stream())
                            .mapToDouble(CellNeeds::seconds)
                            .sum()))
            .orElse(PlanPage.NOT_KNOWN));
    return line;
  }

  private static String fits(List<CellForecast> cells) {
    long fitting = cells.stream().filter(CellForecast::fits).count();
    return fitting == cells.size() ? "yes" : "NO: %d of %d".formatted(fitting, cells.size());
  }
}
