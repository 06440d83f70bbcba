package dev.longspark.cli;

import dev.longspark.tables.ResultFormat;
import dev.longspark.tables.Warehouse;
import dev.longspark.tables.WarehouseSession;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Spark SQL over the tables and views. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = "Runs one Spark SQL query over the tables and views of a warehouse.",
    footer = {
      "",
      "Tables: runs, samples, generations, scores. SHOW VIEWS lists the views.",
      "",
      "Examples:",
      "  longspark sql \"SELECT task, technique, score FROM task_scores\"",
      "  longspark sql --format csv -f query.sql > result.csv"
    })
final class SqlCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--format",
      defaultValue = "TABLE",
      paramLabel = "FORMAT",
      description = "table, csv or json, one object per line (default: table).")
  private ResultFormat format;

  @Mixin private WarehouseOptions options = new WarehouseOptions();

  /** Where the query stands. */
  private static final class Source {
    @Parameters(paramLabel = "QUERY", description = "The query.")
    private String query;

    @Option(names = "-f", paramLabel = "FILE", description = "A file that holds the query.")
    private Path file;

    String text() {
      try {
        return file == null ? query : Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read the query file " + file, e);
      }
    }
  }

  @Override
  public Integer call() {
    String query = source.text();
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (Warehouse warehouse = Warehouse.existing(options.catalog());
        WarehouseSession session = WarehouseSession.open(warehouse, options.master())) {
      session.print(query, format, out);
    }
    return 0;
  }
}
