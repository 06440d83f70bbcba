package dev.longspark.report;

import dev.longspark.report.ReportTable.Cell;
import dev.longspark.report.ReportTable.Heading;
import dev.longspark.results.RunResults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Row;

/**
 * One result view as a table of the report.
 *
 * @param view the view's name
 * @param title what the table shows
 * @param note how to read it
 * @param columns those to show, in this order
 * @param order columns to sort by
 */
record ViewTable(String view, String title, String note, List<String> columns, List<String> order) {
  /** A column of these with one value throughout says so in the note and takes no room. */
  private static final Set<String> CONSTANT_COLUMNS =
      Set.of("model", "protocol", "benchmark", "baseline");

  ViewTable {
    columns = List.copyOf(columns);
    order = List.copyOf(order);
  }

  ReportTable read(RunResults results, Columns columnsShown, Order orders) {
    List<Row> rows = results.rows(view).stream().sorted(orders.rows(order)).toList();
    List<String> constants = new ArrayList<>();
    List<Heading> headings = new ArrayList<>();
    List<List<String>> texts = new ArrayList<>();
    for (String column : columns) {
      List<Object> values = rows.stream().map(row -> row.<Object>getAs(column)).toList();
      String title = columnsShown.title(column);
      if (values.stream().allMatch(Objects::isNull)) {
        // What was not measured takes no room.
        continue;
      }
      if (CONSTANT_COLUMNS.contains(column) && new HashSet<>(values).size() == 1) {
        constants.add("%s: %s.".formatted(title, values.get(0)));
      } else {
        headings.add(new Heading(title, values.stream().anyMatch(Number.class::isInstance)));
        texts.add(columnsShown.texts(column, values));
      }
    }
    List<List<Cell>> cells = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      int row = i;
      cells.add(texts.stream().map(column -> Cell.of(column.get(row))).toList());
    }
    String constant = String.join(" ", constants);
    return new ReportTable(view, title, (note + " " + constant).strip(), headings, cells);
  }
}
