package dev.longspark.report;

import dev.longspark.report.ReportTable.Cell;
import dev.longspark.report.ReportTable.Heading;
import dev.longspark.results.TextTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Tables of a report as aligned text. */
public final class TerminalTables {
  private TerminalTables() {}

  /** Writes title, table and note. */
  public static void print(ReportTable table, PrintStream out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.headings().stream().map(Heading::title).toList());
    table.rows().forEach(row -> lines.add(row.stream().map(Cell::text).toList()));
    out.printf("%n%s%n", table.title());
    TextTable.of(lines).print(out);
    if (!table.note().isEmpty()) {
      out.println(table.note());
    }
  }
}
