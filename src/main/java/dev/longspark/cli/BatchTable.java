package dev.longspark.cli;

import dev.longspark.forecast.CellForecast;
import dev.longspark.forecast.CellNeeds;
import dev.longspark.forecast.Forecast;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.Technique;
import dev.longspark.results.TextTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the batches of a plan are predicted to give, and how large they could be. */
final class BatchTable {
  private final StudyPlan plan;
  private final Forecast forecast;

  BatchTable(StudyPlan plan, Forecast forecast) {
    this.plan = plan;
    this.forecast = forecast;
  }

  /** Prints nothing where every sample goes alone. */
  void print(List<CellForecast> cells, PrintStream out) {
    if (cells.stream().noneMatch(cell -> cell.cell().technique().batching().isShared())) {
      return;
    }
    Map<List<String>, List<CellForecast>> groups = new LinkedHashMap<>();
    cells.forEach(cell -> groups.computeIfAbsent(key(cell), key -> new ArrayList<>()).add(cell));
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("model", "technique", "batch", "new tokens/s", "largest that fits"));
    groups.forEach((key, group) -> lines.add(line(key, group)));
    out.println();
    out.println(
        "Batches: new tokens by the predicted time of all samples; the largest batch of the longest"
            + " prompt within resources.memory");
    TextTable.of(lines).print(out);
  }

  private static List<String> key(CellForecast cell) {
    Technique technique = cell.cell().technique();
    return List.of(cell.cell().model(), technique.stack(), technique.batching().label());
  }

  private List<String> line(List<String> key, List<CellForecast> cells) {
    double tokens = 0;
    double seconds = 0;
    for (CellForecast cell : cells) {
      tokens += (double) cell.promptTokens().size() * plan.newTokens(cell.cell());
      seconds += cell.needs().map(CellNeeds::seconds).orElse(Double.NaN);
    }
    List<String> line = new ArrayList<>(key);
    line.add(
        Double.isNaN(seconds)
            ? PlanPage.NOT_KNOWN
            : String.format(Locale.ROOT, "%.1f", tokens / seconds));
    line.add(
        cells.stream()
            .flatMap(cell -> forecast.largestBatch(cell).stream())
            .min(Comparator.naturalOrder())
            .map(String::valueOf)
            .orElse(PlanPage.NOT_KNOWN));
    return line;
  }
}
