package dev.longspark.cli;

import dev.longspark.engine.Device;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.prompt.Calibration;
import dev.longspark.prompt.CalibrationFiles;
import dev.longspark.prompt.Tokenizer;
import dev.longspark.pruning.LogitComparison;
import dev.longspark.pruning.Pruning;
import dev.longspark.pruning.PruningRecord;
import dev.longspark.pruning.Sizes;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Cuts a narrower model out of a checkpoint. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Watches a model on calibration text, cuts out its least important channels, neurons, heads"
            + " or layers in the manner of Minitron, and writes a checkpoint.",
    footer = {
      "",
      "Prints the sizes, what each kept layer's heads did and which were kept, and how far the new",
      "model's logits are from the old one's. The folder's pruning.json has the same and checksums.",
      "A model cut far needs training before it is of use; this command does not train.",
      "",
      "Examples:",
      "  longspark prune --model llama-8b --out llama-5b --hidden 3072 --ffn 9216 \\",
      "      --calibration qasper.jsonl --calibration gov_report.jsonl",
      "  longspark prune --model base --out small --heads 4 --kv-heads 2 --layers 4 \\",
      "      --calibration book.txt --sequences 16 --tokens 512"
    })
final class PruneCommand implements Callable<Integer> {
  private static final int AS_IT_IS = 0;
  private static final long SEED = 0;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "The full model: config.json, safetensors, tokenizer.json.")
  private Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write, new or empty.")
  private Path out;

  @Option(
      names = "--calibration",
      required = true,
      paramLabel = "FILE",
      description = "Text, or LongBench's TASK.jsonl, whose contexts are read; may be repeated.")
  private List<Path> calibration;

  @Option(names = "--hidden", paramLabel = "N", description = "Channels to keep (default: all).")
  private int hidden = AS_IT_IS;

  @Option(names = "--ffn", paramLabel = "N", description = "Neurons per layer (default: all).")
  private int feedForward = AS_IT_IS;

  @Option(names = "--heads", paramLabel = "N", description = "Query heads (default: all).")
  private int heads = AS_IT_IS;

  @Option(
      names = "--kv-heads",
      paramLabel = "N",
      description = "Key-value heads; they divide the query heads (default: all).")
  private int kvHeads = AS_IT_IS;

  @Option(names = "--layers", paramLabel = "N", description = "Layers to keep (default: all).")
  private int layers = AS_IT_IS;

  @Option(
      names = "--sequences",
      defaultValue = "128",
      paramLabel = "N",
      description = "Pieces of these texts (default: ${DEFAULT-VALUE}).")
  private int sequences;

  @Option(
      names = "--tokens",
      defaultValue = "1024",
      paramLabel = "N",
      description = "Tokens of a piece (default: ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      paramLabel = "D",
      description = "cpu or cuda:INDEX; holds one layer at a time (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--threads",
      defaultValue = "0",
      paramLabel = "N",
      description = "Threads on the CPU (default: all processors).")
  private int threads;

  @Override
  public Integer call() {
    if (!Files.isRegularFile(model.resolve("config.json"))) {
      throw new IllegalArgumentException("Missing config.json in the model directory " + model);
    }
    Sizes full = Sizes.of(Checkpoint.shapeOf(model));
    Sizes wanted =
        new Sizes(
            layers == AS_IT_IS ? full.layers() : layers,
            hidden == AS_IT_IS ? full.hidden() : hidden,
            feedForward == AS_IT_IS ? full.feedForward() : feedForward,
            heads == AS_IT_IS ? full.heads() : heads,
            kvHeads == AS_IT_IS ? full.kvHeads() : kvHeads);
    wanted.requireWithin(full);
    Calibration text = text();
    spec.commandLine()
        .getErr()
        .printf("Watching %d sequences, %d tokens%n", text.sequences().size(), text.tokens());
    TorchRuntime.useThreads(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    print(Pruning.run(model, calibration, text, wanted, out, Device.parse(device)));
    return ExitCode.OK;
  }

  private Calibration text() {
    try (Tokenizer tokenizer = Tokenizer.open(model)) {
      return Calibration.choose(
          CalibrationFiles.read(calibration), tokenizer, sequences, tokens, SEED);
    }
  }

  private void print(PruningRecord record) {
    PrintWriter page = spec.commandLine().getOut();
    Sizes before = record.before();
    Sizes after = record.after();
    page.printf("%-12s %14s %14s%n", "", "full", "pruned");
    row(page, "layers", before.layers(), after.layers());
    row(page, "hidden", before.hidden(), after.hidden());
    row(page, "ffn", before.feedForward(), after.feedForward());
    row(page, "heads", before.heads(), after.heads());
    row(page, "kv heads", before.kvHeads(), after.kvHeads());
    row(page, "parameters", record.parametersBefore(), record.parametersAfter());
    page.printf("%nThe kept channels have %s of all importance.%n", percent(record.hiddenShare()));
    page.printf("%n%5s  %7s  %12s  %s%n", "layer", "change", "ffn kept", "heads (kept ones in [])");
    record.layers().forEach(layer -> page.println(line(record, layer)));
    LogitComparison comparison = record.comparison();
    page.printf(
        Locale.ROOT,
        "%nBefore any training, on %d tokens of the same text: KL(full || pruned) %.4f nats, same"
            + " best token %s, perplexity %.4g -> %.4g%n",
        comparison.positions(),
        comparison.divergence(),
        percent(comparison.topOneAgreement()),
        comparison.fullPerplexity(),
        comparison.prunedPerplexity());
    page.flush();
  }

  private static void row(PrintWriter page, String name, long before, long after) {
    page.printf(Locale.ROOT, "%-12s %,14d %,14d%n", name, before, after);
  }

  private static String line(PruningRecord record, PruningRecord.Layer layer) {
    StringBuilder heads = new StringBuilder();
    for (int i = 0; i < layer.headImportance().size(); i++) {
      String score = String.format(Locale.ROOT, "%.3g", layer.headImportance().get(i));
      heads.append(layer.headsKept().contains(i) ? "[" + score + "] " : score + " ");
    }
    return String.format(
        Locale.ROOT,
        "%5d  %7.4f  %12s  %s",
        layer.index(),
        record.layerChanges().get(layer.index()),
        percent(layer.neuronShare()),
        heads.toString().strip());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
