package dev.longspark.cli;

import dev.longspark.config.Study;
import dev.longspark.config.StudyFile;
import dev.longspark.inference.ExecutorEngine;
import dev.longspark.job.EvaluationJob;
import dev.longspark.job.RunSummary;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.CatalogSettings;
import dev.longspark.tables.Warehouse;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates a study. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Generates and scores every sample that the tables lack; the same command again continues"
            + " where it stopped.",
    footer = {
      "",
      "Examples:",
      "  longspark run conf/sample.yaml",
      "  longspark run my-study.yaml --set data.samples-per-task=5 --warehouse /data/warehouse"
    })
final class RunCommand implements Callable<Integer> {
  /** Small files are slow to read; a longer wait would lose more work to a crash. */
  private static final Duration COMMIT_WINDOW = Duration.ofSeconds(2);

  @Parameters(paramLabel = "STUDY", description = "The study file, in YAML.")
  private Path study;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Puts a value in place of the study file's; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Mixin private ProgressOptions progress = new ProgressOptions();
  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Override
  public Integer call() {
    Study read = StudyFile.read(study, overrides);
    EvaluationJob job = EvaluationJob.of(read, ExecutorEngine::of, COMMIT_WINDOW);
    CatalogSettings catalog = options.catalog(read.results().warehousePath().orElse(""));
    RunConsole console = new RunConsole(progress.out());
    // What Spark would refuse is refused before the run is named.
    Map<String, String> settings = new TreeMap<>(options.spark(read));
    settings.putIfAbsent("spark.app.name", "longspark %s %s".formatted(read.name(), job.runId()));
    try (Warehouse warehouse = Warehouse.open(catalog);
        LazySession session = new LazySession(() -> WarehouseSession.open(warehouse, settings))) {
      console.start(job.runId(), catalog.location(), job.placements());
      console.warnOf(read);
      RunSummary summary =
          Interruption.during(
              System.err, console::kept, () -> job.run(warehouse, session::get, console));
      console.end(summary);
      session
          .ifOpen()
          .map(opened -> opened.scoreTable(summary.runId()))
          .or(() -> WarehouseSession.scoreTableWithoutSpark(warehouse, summary.runId()))
          .orElseGet(() -> session.get().scoreTable(summary.runId()))
          .print(new PrintStream(System.out, true, StandardCharsets.UTF_8));
      return summary.hasTooManyFailures() ? 1 : 0;
    }
  }
}
