package dev.longspark.cli;

import dev.longspark.engine.Device;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.prompt.Calibration;
import dev.longspark.prompt.CalibrationFiles;
import dev.longspark.prompt.Tokenizer;
import dev.longspark.quantization.QuantizationSettings;
import dev.longspark.quantization.Quantizer;
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

/** GPTQ on one model. */
@Command(
    name = "quantize",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Quantizes a model to 4 bits with GPTQ and writes a checkpoint in AutoGPTQ's layout,",
      "with a record of calibration and errors in its quantization.json."
    },
    footer = {
      "",
      "Killed, the same command goes on after the last finished layer.",
      "",
      "Example:",
      "  longspark quantize --model models/llama-8b --out models/llama-8b-gptq \\",
      "      --calibration longbench/triviaqa.jsonl"
    })
final class QuantizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "The checkpoint in full precision, with its tokenizer.json.")
  private Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the 4-bit checkpoint goes: an empty folder, or one begun before.")
  private Path out;

  @Option(
      names = "--calibration",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "LongBench lines (TASK.jsonl), of which the contexts are read, or plain text.")
  private List<Path> calibration;

  @Option(
      names = "--sequences",
      defaultValue = "128",
      paramLabel = "N",
      description = "Pieces of these texts to calibrate on (default: ${DEFAULT-VALUE}).")
  private int sequences;

  @Option(
      names = "--tokens",
      defaultValue = "2048",
      paramLabel = "N",
      description = "Tokens of one piece (default: ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "Chooses the pieces (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--group-size",
      defaultValue = "128",
      paramLabel = "N",
      description = "Inputs that share a scale: 32, 64, 128, or -1 for all (default: 128).")
  private int groupSize;

  @Option(names = "--asymmetric", description = "Give every group a zero of its own.")
  private boolean asymmetric;

  @Option(names = "--act-order", description = "Begin with the inputs that are most active.")
  private boolean actOrder;

  @Option(names = "--static-groups", description = "Take all scales before the first rounding.")
  private boolean staticGroups;

  @Option(
      names = "--damping",
      defaultValue = "0.01",
      paramLabel = "X",
      description = "Share of the Hessian's mean diagonal added to it (default: 0.01).")
  private double damping;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      paramLabel = "D",
      description = "cpu or cuda:INDEX (default: ${DEFAULT-VALUE}).")
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
    QuantizationSettings settings =
        new QuantizationSettings(groupSize, !asymmetric, actOrder, staticGroups, damping);
    TorchRuntime.useThreads(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    Quantizer quantizer = new Quantizer(model, settings, Device.parse(device));
    Calibration chosen = chosen();
    QuantizationConsole console =
        new QuantizationConsole(spec.commandLine().getErr(), quantizer.layers());
    quantizer.quantize(chosen, out, console);
    spec.commandLine().getOut().println(out);
    return ExitCode.OK;
  }

  private Calibration chosen() {
    try (Tokenizer tokenizer = Tokenizer.open(model)) {
      Calibration chosen =
          Calibration.choose(
              CalibrationFiles.read(calibration), tokenizer, sequences, tokens, seed);
      spec.commandLine()
          .getErr()
          .println(
              String.format(
                  Locale.ROOT,
                  "%d sequences, %d tokens of calibration text",
                  chosen.sequences().size(),
                  chosen.tokens()));
      return chosen;
    }
  }
}
