package dev.longspark.report;

import dev.longspark.files.FileName;
import dev.longspark.results.ResultFormat;
import dev.longspark.results.RunResults;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A report on disk: {@code index.html}, {@code report.md}, each view as {@code csv/VIEW.csv} in
 * full precision and each table as {@code latex/TABLE.tex}.
 */
public final class ReportFiles {
  private ReportFiles() {}

  /** Writes all files, over those of an earlier report. */
  public static void write(RunReport report, RunResults results, Path directory) {
    text(directory.resolve("index.html"), HtmlPage.of(report));
    text(directory.resolve("report.md"), MarkdownPage.of(report));
    for (ReportTable table : report.tables()) {
      if (!table.isEmpty()) {
        text(
            FileName.in(directory.resolve("latex"), "table", table.name(), ".tex"),
            LatexTable.of(table));
      }
    }
    ViewTables tables = ViewTables.read();
    List<ViewTable> views = new ArrayList<>(tables.quality());
    views.addAll(tables.systems());
    views.add(tables.health());
    Order order = Order.of(results);
    views.forEach(view -> csv(results, view, order, directory.resolve("csv")));
  }

  private static void csv(RunResults results, ViewTable view, Order order, Path directory) {
    Path file = FileName.in(directory, "view", view.view(), ".csv");
    try {
      Files.createDirectories(directory);
      try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
        results.write(view.view(), order.rows(view.order()), ResultFormat.CSV, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static void text(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
