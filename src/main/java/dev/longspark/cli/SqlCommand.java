package dev.longspark.cli;

import dev.longspark.results.ResultFormat;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
    description =
        "Runs Spark SQL over the tables and views of a warehouse: one query, or without one those"
            + " of standard input, each ended by a semicolon, each answer by an empty line.",
    footer = {
      "",
      "Tables: runs, samples, compressions, generations, scores. SHOW VIEWS lists the views. At a terminal lines can be",
      "edited, TAB completes names, help says what else there is; ~/.longspark_history keeps the lines.",
      "In the format json a query of standard input that fails is an object with the key error.",
      "",
      "Examples:",
      "  longspark sql \"SELECT task, technique, score FROM task_scores\"",
      "  longspark sql --format csv -f query.sql > result.csv",
      "  longspark sql"
    })
final class SqlCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "0..1")
  private Queries queries;

  @Option(
      names = "--format",
      defaultValue = "TABLE",
      paramLabel = "FORMAT",
      description = "table, csv or json, one object per line (default: table).")
  private ResultFormat format;

  @Mixin private WarehouseOptions options = new WarehouseOptions();

  /** Where the query stands. */
  private static final class Queries {
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
    String query = queries == null ? "" : queries.text();
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (Warehouse warehouse = Warehouse.existing(options.catalog());
        WarehouseSession session = WarehouseSession.open(warehouse, options.master())) {
      if (queries == null) {
        answer(new SqlPrompt(session, format, out), session);
      } else {
        session.print(query, format, out);
      }
    }
    return 0;
  }

  /** A person at a terminal edits lines; programs and files just send them. */
  @SuppressWarnings("SystemConsoleNull") // so it is in this project's JDK
  private void answer(SqlPrompt prompt, WarehouseSession session) {
    if (format == ResultFormat.TABLE && System.console() != null) {
      try (TerminalLines lines = new TerminalLines(session)) {
        prompt.answer(lines);
      }
    } else {
      prompt.answer(
          QueryLines.of(
              new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))));
    }
  }
}
