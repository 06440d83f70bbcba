package dev.longspark.report;

import dev.longspark.report.ReportTable.Cell;
import dev.longspark.report.ReportTable.Heading;
import java.util.List;
import java.util.stream.Collectors;

/** A table as Markdown, with pipes escaped. */
final class MarkdownTable {
  private MarkdownTable() {}

  static String of(ReportTable table) {
    StringBuilder text = new StringBuilder();
    text.append(line(table.headings().stream().map(Heading::title).map(Markdown::of).toList()));
    text.append(
        line(table.headings().stream().map(head -> head.number() ? "---:" : "---").toList()));
    table.rows().forEach(row -> text.append(line(row.stream().map(MarkdownTable::cell).toList())));
    return text.toString();
  }

  private static String cell(Cell cell) {
    String text = Markdown.of(cell.text());
    return cell.best() ? "**" + text + "**" : text;
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
