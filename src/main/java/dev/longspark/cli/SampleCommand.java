package dev.longspark.cli;

import dev.longspark.embedded.DocumentGenerator;
import dev.longspark.embedded.SampleTokenizer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the documents of the embedded study anew. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    description =
        "Writes generated long documents in LongBench's format, one file per task; or, with"
            + " --training, documents to train on and the tokenizer of their words.",
    footer = {
      "",
      "Examples:",
      "  longspark sample --out /tmp/sample --samples 24 --seed 1",
      "  longspark sample --out /tmp/training --training 60000 --seed 2"
    })
final class SampleCommand implements Callable<Integer> {
  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
  private Path out;

  @Option(
      names = "--samples",
      defaultValue = "24",
      paramLabel = "N",
      description = "Lines per task (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--training",
      defaultValue = "0",
      paramLabel = "N",
      description = "Training documents instead of samples (default: none).")
  private int training;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Decides every document (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    DocumentGenerator documents = new DocumentGenerator(seed);
    if (training > 0) {
      SampleTokenizer.write(out, seed);
      documents.writeTraining(out.resolve("training.jsonl"), training);
    } else {
      documents.write(out, samples);
    }
    return 0;
  }
}
