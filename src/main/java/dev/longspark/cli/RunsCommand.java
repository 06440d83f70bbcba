package dev.longspark.cli;

import dev.longspark.results.TextTable;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.Warehouse;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The runs of a warehouse, the last first. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "Lists the runs of a warehouse, the one that started last first.",
    footer = {
      "",
      "Where a command takes a run, it takes " + RunNames.FORMS + ": the newest that has",
      "generations.",
      "",
      "Example:",
      "  longspark runs --warehouse /data/warehouse"
    })
final class RunsCommand implements Callable<Integer> {
  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Override
  public Integer call() {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("run", "study", "status", "started", "took", "generations"));
    try (Warehouse warehouse = Warehouse.existing(options.catalog())) {
      RunNames names = RunNames.in(warehouse);
      names.newestFirst().forEach(run -> lines.add(line(run, names.generations(run))));
    }
    TextTable.of(lines).print(out);
    return 0;
  }

  private static List<String> line(RunRow run, long generations) {
    DateTimeFormatter minutes = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    return List.of(
        run.id(),
        run.study(),
        run.status().name(),
        minutes.format(run.started().atZone(ZoneId.systemDefault())),
        run.status() == RunStatus.RUNNING
            ? ""
            : shown(Duration.between(run.started(), run.ended())),
        String.valueOf(generations));
  }

  private static String shown(Duration took) {
    return took.toHours() > 0
        ? took.toHours() + " h " + took.toMinutesPart() + " min"
        : took.toMinutes() + " min " + took.toSecondsPart() + " s";
  }
}
