package dev.longspark.report;

/** The report's tables as one Markdown page. */
final class MarkdownPage {
  private MarkdownPage() {}

  static String of(RunReport report) {
    StringBuilder page = new StringBuilder();
    page.append(
        "# %s\n\nRun `%s`, %s.\n\n"
            .formatted(Markdown.of(report.study()), report.run(), Markdown.of(report.status())));
    report
        .facts()
        .forEach(
            fact ->
                page.append(
                    "- %s: %s\n".formatted(Markdown.of(fact.name()), Markdown.of(fact.value()))));
    for (ReportTable table : report.tables()) {
      page.append("\n## %s\n\n".formatted(Markdown.of(table.title())));
      if (!table.note().isEmpty()) {
        page.append(table.note()).append("\n\n");
      }
      page.append(table.isEmpty() ? "Nothing to report.\n" : MarkdownTable.of(table));
    }
    return page.toString();
  }
}
