package dev.longspark.cli;

import dev.longspark.data.ForeignFormat;
import dev.longspark.data.Protocol;
import dev.longspark.files.FileName;
import dev.longspark.job.ImportSource;
import dev.longspark.job.ImportSummary;
import dev.longspark.job.PredictionImport;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Outputs made elsewhere, into the same tables. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Writes predictions that another program made into the tables and scores them, so that"
            + " sql, report, score and diff work on them. Times and bytes stay unknown.",
    footer = {
      "",
      "Formats:",
      "  longbench  TASK.jsonl with pred, answers, all_classes and length, as pred.py writes them,",
      "             in the order of the data; without --data there are no contexts, and so no",
      "             hallucination scores",
      "  lm-eval    samples_longbench_*.jsonl of lm-evaluation-harness --log_samples; its docs",
      "             stand for the data without --data",
      "  batch      output of OpenAI's batch interface or vLLM's run-batch; a request's custom_id",
      "             is TASK/_id",
      "",
      "Import each technique in turn into the same run; the one named FP16 is the baseline.",
      "",
      "Examples:",
      "  longspark import --format longbench --model llama-2-7b --technique FP16 pred/llama2-7b",
      "  longspark import --format batch --data data.zip --model llama-3.1-8b --technique W4A16 \\",
      "    --protocol paper --run vllm out.jsonl"
    })
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE_OR_DIR",
      description = "Files, or directories with such files.")
  private List<Path> paths;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}.")
  private ForeignFormat format;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "What generated; beside_published knows the paper's by the name's beginning.")
  private String model;

  @Option(
      names = "--technique",
      required = true,
      paramLabel = "NAME",
      description = "How, such as FP16 or KV-Q.")
  private String technique;

  @Option(
      names = "--protocol",
      defaultValue = "longbench",
      paramLabel = "NAME",
      description =
          "longbench or paper: which part of a prediction is scored (default: ${DEFAULT-VALUE}).")
  private String protocol;

  @Option(
      names = "--data",
      defaultValue = "",
      paramLabel = "PATH",
      description = "LongBench's samples: a directory with TASK.jsonl, or data.zip.")
  private String data;

  @Option(
      names = "--run",
      defaultValue = "imported",
      paramLabel = "ID",
      description = "The run to add to (default: ${DEFAULT-VALUE}).")
  private String run;

  @Mixin private ProgressOptions progress = new ProgressOptions();
  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Override
  public Integer call() {
    FileName.of("run", run);
    PredictionImport read =
        PredictionImport.of(new ImportSource(format, files(), data, model, technique, protocol()));
    try (Warehouse warehouse = Warehouse.open(options.catalog());
        WarehouseSession session = WarehouseSession.open(warehouse, options.master())) {
      ImportSummary summary = read.into(session, run);
      progress
          .out()
          .printf(
              "Added %d of %d predictions to run %s in %s; %d were there, %d of the added failed%n",
              summary.added(),
              summary.predictions(),
              summary.runId(),
              warehouse.settings().location(),
              summary.predictions() - summary.added(),
              summary.failed());
      session.scoreTable(run).print(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }
    return 0;
  }

  private Protocol protocol() {
    String known = Protocol.BUILT_IN.stream().map(Protocol::name).collect(Collectors.joining(", "));
    return Protocol.BUILT_IN.stream()
        .filter(builtIn -> builtIn.name().equals(protocol))
        .findFirst()
        .orElseThrow(
            () -> badUsage("Unknown protocol: '%s' (one of: %s)".formatted(protocol, known)));
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw badUsage("Missing predictions: " + path + " does not exist");
      }
      files.addAll(Files.isDirectory(path) ? filesIn(path) : List.of(path));
    }
    return files;
  }

  private List<Path> filesIn(Path directory) {
    try (Stream<Path> paths = Files.list(directory)) {
      List<Path> files = paths.filter(format::names).sorted().toList();
      if (files.isEmpty()) {
        throw badUsage("Missing predictions: %s has no file of %s".formatted(directory, format));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + directory, e);
    }
  }

  private ParameterException badUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
