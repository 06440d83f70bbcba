package dev.longspark.cli;

import dev.longspark.report.ManifestChanges;
import dev.longspark.report.ManifestChanges.Change;
import dev.longspark.results.TextTable;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.Warehouse;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is not the same in two runs. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description =
        "Prints what changed from one run to another: in what they were made from, and in the"
            + " scores of the cells that both have, paired by sample.",
    footer = {
      "",
      "The same scores in SQL: SELECT * FROM run_differences WHERE run_a = '...' AND run_b = '...'",
      "",
      "Example:",
      "  longspark diff sample-4abab265c0 sample-0123456789"
    })
final class DiffCommand implements Callable<Integer> {
  private static final int MOST_CHARACTERS = 60;

  @Parameters(
      index = "0",
      paramLabel = "RUN_A",
      description = "The earlier run: " + RunNames.FORMS + ".")
  private String runA;

  @Parameters(index = "1", paramLabel = "RUN_B", description = "The later run.")
  private String runB;

  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Override
  public Integer call() {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (Warehouse warehouse = Warehouse.existing(options.catalog())) {
      RunNames names = RunNames.in(warehouse);
      RunRow before = names.named(runA);
      RunRow after = names.named(runB);
      print(
          before.id(),
          after.id(),
          ManifestChanges.between(before.manifest(), after.manifest()),
          out);
      try (WarehouseSession session = WarehouseSession.open(warehouse, options.master())) {
        print(session.scoreDifferences(before.id(), after.id()), out);
      }
    }
    out.flush();
    return 0;
  }

  private static void print(String before, String after, List<Change> changes, PrintStream out) {
    if (changes.isEmpty()) {
      out.println("Both runs were made from the same.");
      return;
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("changed", before, after));
    for (Change change : changes) {
      lines.add(List.of(change.key(), shortened(change.before()), shortened(change.after())));
    }
    TextTable.of(lines).print(out);
  }

  private static void print(TextTable differences, PrintStream out) {
    out.println();
    if (differences.isEmpty()) {
      out.println("No cell has two samples that both runs scored.");
      return;
    }
    out.println("Scores times 100, the second run's minus the first's; tied: p (Holm) >= 0.05.");
    differences.print(out);
  }

  private static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
  }
}
