package dev.longspark.cli;

import dev.longspark.data.PredictionFile;
import dev.longspark.results.WarehouseSession;
import dev.longspark.scoring.Rescoring;
import dev.longspark.tables.Warehouse;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Scores predictions, whoever made them, and stored generations once more. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description =
        "Scores the stored generations of a warehouse once more; or, with --predictions, LongBench"
            + " prediction files: one line of scores per prediction goes to the output file, the"
            + " scores per task to standard output.",
    footer = {
      "",
      "A prediction file is named after its task, e.g. hotpotqa.jsonl, and has lines with pred,",
      "answers, all_classes and length, as LongBench's pred.py writes them. Those of LongBench-E lie",
      "in a folder pred_e, or are named hotpotqa_e.jsonl; they are scored by length.",
      "",
      "Examples:",
      "  longspark score",
      "  longspark score --run sample-0123456789 --protocol longbench",
      "  longspark score --shuffled-contexts",
      "  longspark score --predictions pred/llama2-7b-chat-4k --out scores.jsonl",
      "  longspark score --predictions pred/my-model/qasper.jsonl --out qasper-scores.jsonl"
    })
final class ScoreCommand implements Callable<Integer> {
  private static final int TASK_WIDTH = 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--predictions",
      paramLabel = "FILE_OR_DIR",
      description = "A prediction file, or a directory with such files.")
  private Path predictions;

  @Option(names = "--out", paramLabel = "FILE", description = "Where the lines of scores go.")
  private Path out;

  @Option(
      names = "--run",
      defaultValue = "",
      paramLabel = "ID",
      description =
          "Only stored generations of this run: " + RunNames.FORMS + " (default: all runs).")
  private String run;

  @Option(
      names = "--protocol",
      defaultValue = "",
      paramLabel = "NAME",
      description = "Only stored generations of this protocol (default: all protocols).")
  private String protocol;

  @Option(
      names = "--shuffled-contexts",
      description =
          "Scores hallucination against the context of another sample of the task, beside the true"
              + " scores: what chance gives.")
  private boolean isShuffled;

  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Override
  public Integer call() {
    boolean hasPredictions = predictions != null;
    if (hasPredictions != (out != null)) {
      throw badUsage("Expected --predictions and --out together");
    }
    if (!hasPredictions) {
      scoreStored();
      return 0;
    }
    if (!run.isEmpty() || !protocol.isEmpty() || isShuffled) {
      throw badUsage(
          "Cannot use --run, --protocol or --shuffled-contexts with --predictions: they are for"
              + " stored rows");
    }
    List<PredictionFile> files = predictionFiles();
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("task", "metric", "score", "lines"));
    try (Writer lines = Files.newBufferedWriter(out)) {
      PredictionScoring scoring = new PredictionScoring(lines);
      files.forEach(file -> table.addAll(scoring.score(file).rows()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write scores to " + out, e);
    }
    print(table);
    return 0;
  }

  private void scoreStored() {
    try (Warehouse warehouse = Warehouse.existing(options.catalog());
        LazySession opening =
            new LazySession(() -> WarehouseSession.open(warehouse, options.master()))) {
      String id = run.isEmpty() ? run : RunNames.in(warehouse).named(run).id();
      WarehouseSession session = opening.get();
      Rescoring.TextFilter selection = new Rescoring.TextFilter(id, protocol);
      if (isShuffled) {
        Rescoring.scoreShuffled(session, selection);
      } else {
        Rescoring.score(session, selection);
      }
      session.scoreTable(id).print(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }
  }

  private List<PredictionFile> predictionFiles() {
    if (!Files.exists(predictions)) {
      throw badUsage("Missing predictions: " + predictions + " does not exist");
    }
    List<PredictionFile> files =
        Files.isDirectory(predictions) ? filesIn(predictions) : List.of(namedFile());
    Map<String, Path> byTask = new HashMap<>();
    for (PredictionFile file : files) {
      if (isSameFile(file.path(), out)) {
        throw badUsage("Invalid --out: " + out + " is one of the prediction files");
      }
      Path other = byTask.put(file.task().name(), file.path());
      if (other != null) {
        throw badUsage(
            "Cannot score two files of the task %s: %s and %s"
                .formatted(file.task().name(), other, file.path()));
      }
    }
    return files;
  }

  private PredictionFile namedFile() {
    try {
      return PredictionFile.of(predictions);
    } catch (IllegalArgumentException e) {
      throw badUsage("Cannot score " + predictions + ": " + e.getMessage());
    }
  }

  private List<PredictionFile> filesIn(Path directory) {
    try (Stream<Path> paths = Files.list(directory)) {
      List<PredictionFile> files = new ArrayList<>();
      for (Path path : paths.sorted().toList()) {
        if (PredictionFile.isNamedLikeOne(path)) {
          files.add(PredictionFile.of(path));
        } else if (path.toString().endsWith(PredictionFile.SUFFIX)) {
          spec.commandLine().getErr().println("Skipped " + path + ": its name is no task's");
        }
      }
      if (files.isEmpty()) {
        throw badUsage("Missing predictions: " + directory + " has no file named TASK.jsonl");
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + directory, e);
    }
  }

  private static boolean isSameFile(Path one, Path other) {
    try {
      return Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compare " + one + " and " + other, e);
    }
  }

  private ParameterException badUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void print(List<List<String>> table) {
    PrintWriter standardOut = spec.commandLine().getOut();
    int width = table.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
    String format = "%-" + Math.max(width, TASK_WIDTH) + "s  %-15s  %6s  %6s%n";
    for (List<String> row : table) {
      standardOut.printf(format, row.get(0), row.get(1), row.get(2), row.get(3));
    }
    standardOut.flush();
  }
}
