package dev.longspark.report;

import dev.longspark.report.ReportTable.Cell;
import dev.longspark.report.ReportTable.Heading;
import dev.longspark.results.RunResults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Scores at a glance: techniques down, tasks across, each score with its verdict against the
 * baseline.
 */
final class Scoreboard {
  private static final String NOTE =
      "Scores times 100; the best of a task stands out. Against %s, paired on the samples that both"
          + " completed, p < 0.05 after Holm's correction: ▲ better, ▼ worse, ≈ tied. n: samples"
          + " scored of all tasks.";
  private static final String RANDOM = "Random weights: these scores mean nothing. ";
  private static final int DECIMALS = 1;

  private final List<Row> cells;
  private final Map<String, String> verdicts;
  private final Order order;

  private Scoreboard(List<Row> cells, Map<String, String> verdicts, Order order) {
    this.cells = cells;
    this.verdicts = verdicts;
    this.order = order;
  }

  /** One table for each group. */
  static List<ReportTable> tables(RunResults results, List<Group> groups, Order order) {
    List<Row> tests = results.rows("significance");
    Map<String, String> baselines =
        results.rows("baselines").stream()
            .collect(Collectors.toMap(row -> row.getAs("model"), row -> row.getAs("baseline")));
    List<Row> scores = results.rows("task_scores");
    Set<String> random =
        results.rows("checkpoints").stream()
            .filter(row -> row.<Boolean>getAs("random"))
            .map(row -> row.<String>getAs("model"))
            .collect(Collectors.toSet());
    List<ReportTable> tables = new ArrayList<>();
    for (Group group : groups) {
      Map<String, String> verdicts = new HashMap<>();
      group
          .of(tests)
          .forEach(
              test ->
                  verdicts.put(
                      key(test.getAs("technique"), test.getAs("task")), test.getAs("verdict")));
      Scoreboard board = new Scoreboard(group.of(scores), verdicts, order);
      String note = NOTE.formatted(baselines.getOrDefault(group.model(), "no baseline"));
      tables.add(board.table(group, random.contains(group.model()) ? RANDOM + note : note));
    }
    return tables;
  }

  private ReportTable table(Group group, String note) {
    List<String> tasks = distinct("task").stream().sorted(order.byTask()).toList();
    List<String> techniques = distinct("technique").stream().sorted(order.byTechnique()).toList();
    List<Heading> headings = new ArrayList<>();
    headings.add(new Heading("Technique", false));
    tasks.forEach(task -> headings.add(new Heading(task, true)));
    if (tasks.size() > 1) {
      headings.add(new Heading("Mean", true));
    }
    headings.add(new Heading("n", true));
    headings.add(new Heading("Failed", true));
    Map<String, Double> best = best(tasks);
    List<List<Cell>> rows = new ArrayList<>();
    for (String technique : techniques) {
      rows.add(row(technique, tasks, best));
    }
    return new ReportTable(
        "scores-" + group.fileName(), "Scores of " + group.title(), note, headings, rows);
  }

  private List<Cell> row(String technique, List<String> tasks, Map<String, Double> best) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.of(technique));
    Map<String, Row> byTask =
        cells.stream()
            .filter(cell -> cell.getAs("technique").equals(technique))
            .collect(Collectors.toMap(cell -> cell.getAs("task"), cell -> cell));
    double sum = 0;
    for (String task : tasks) {
      Double score = byTask.containsKey(task) ? byTask.get(task).getAs("score") : null;
      sum += score == null ? Double.NaN : score;
      row.add(cell(technique, task, score, best.get(task)));
    }
    if (tasks.size() > 1) {
      double mean = sum / tasks.size();
      row.add(Cell.of(Double.isNaN(mean) ? "–" : Columns.number(mean, DECIMALS)));
    }
    row.add(Cell.of(Long.toString(count(byTask, "n"))));
    row.add(Cell.of(Long.toString(count(byTask, "failures") + count(byTask, "out_of_memory"))));
    return row;
  }

  private Cell cell(String technique, String task, Double score, Double best) {
    if (score == null) {
      return Cell.of("–");
    }
    String mark =
        switch (verdicts.getOrDefault(key(technique, task), "")) {
          case "better" -> " ▲";
          case "worse" -> " ▼";
          case "tied" -> " ≈";
          default -> "";
        };
    return new Cell(Columns.number(score, DECIMALS) + mark, score.equals(best));
  }

  private Map<String, Double> best(List<String> tasks) {
    Map<String, Double> best = new HashMap<>();
    for (Row cell : cells) {
      Double score = cell.getAs("score");
      if (score != null && score > 0) {
        best.merge(cell.getAs("task"), score, Math::max);
      }
    }
    best.keySet().retainAll(tasks);
    return best;
  }

  private Set<String> distinct(String column) {
    Set<String> values = new HashSet<>();
    cells.forEach(cell -> values.add(cell.getAs(column)));
    return values;
  }

  private static long count(Map<String, Row> byTask, String column) {
    return byTask.values().stream().mapToLong(cell -> cell.<Long>getAs(column)).sum();
  }

  private static String key(String technique, String task) {
    return technique + '\n' + task;
  }
}
