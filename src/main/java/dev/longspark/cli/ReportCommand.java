package dev.longspark.cli;

import dev.longspark.report.ReportFiles;
import dev.longspark.report.ReportTable;
import dev.longspark.report.RunReport;
import dev.longspark.report.TerminalTables;
import dev.longspark.results.RunResults;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The results of a run as pages, tables and pictures. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Writes a run's results as HTML, Markdown, CSV and LaTeX, and prints its scores.",
    footer = {
      "",
      "Examples:",
      "  longspark report --out report",
      "  longspark report --run sample-1a2b3c --max-memory-gb 24 --max-ttft-s 3 --out report"
    })
final class ReportCommand implements Callable<Integer> {
  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "The run: " + RunNames.FORMS + " (default: ${DEFAULT-VALUE}).")
  private String run = "last";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the report (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("report");

  @Option(
      names = "--examples",
      paramLabel = "N",
      description = "Samples of each task to show whole (default: ${DEFAULT-VALUE}).")
  private int examples = 3;

  @Option(
      names = "--max-memory-gb",
      paramLabel = "GB",
      description = "Recommend only what has no larger peak (default: no limit).")
  private double memoryGb = Double.POSITIVE_INFINITY;

  @Option(
      names = "--max-ttft-s",
      paramLabel = "S",
      description = "... whose time to first token is no longer, 95th percentile.")
  private double ttft = Double.POSITIVE_INFINITY;

  @Option(
      names = "--max-e2e-s",
      paramLabel = "S",
      description = "... whose end-to-end time is no longer, 95th percentile.")
  private double e2e = Double.POSITIVE_INFINITY;

  @Mixin private ProgressOptions progress = new ProgressOptions();
  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Override
  public Integer call() {
    PrintStream terminal = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (Warehouse warehouse = Warehouse.existing(options.catalog());
        LazySession opening =
            new LazySession(() -> WarehouseSession.open(warehouse, options.master()))) {
      String id = RunNames.in(warehouse).named(run).id();
      WarehouseSession session = opening.get();
      session.limitRecommendation(memoryGb, ttft, e2e);
      try (RunResults results = RunResults.open(session, List.of(id))) {
        RunReport report = RunReport.of(results, examples);
        ReportFiles.write(report, results, out);
        print(report, terminal);
      }
    }
    progress.out().println("Report: " + out.resolve("index.html").toAbsolutePath());
    return 0;
  }

  private static void print(RunReport report, PrintStream terminal) {
    terminal.printf("%s, run %s, %s%n", report.study(), report.run(), report.status());
    if (!report.health().isEmpty()) {
      TerminalTables.print(report.health(), terminal);
    }
    for (ReportTable table : report.scoreboards()) {
      TerminalTables.print(table, terminal);
    }
    report.systems().stream()
        .filter(table -> table.name().equals("technique_summary"))
        .forEach(table -> TerminalTables.print(table, terminal));
    terminal.flush();
  }
}
