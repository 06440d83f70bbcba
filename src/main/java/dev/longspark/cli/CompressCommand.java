package dev.longspark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.compression.Compressed;
import dev.longspark.compression.CompressionSettings;
import dev.longspark.compression.CompressorModel;
import dev.longspark.compression.EndTokens;
import dev.longspark.compression.PromptCompressor;
import dev.longspark.compression.ScoredWord;
import dev.longspark.compression.TokenCounter;
import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** LLMLingua-2 on standard input. */
@Command(
    name = "compress",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Compresses a text from standard input with LLMLingua-2 and prints what is left of it.",
    footer = {
      "",
      "With --json, one object: text, originTokens, keptTokens, and words, each a list of the word,",
      "its probability and whether it was kept.",
      "",
      "Examples:",
      "  longspark compress --model llmlingua-2-bert-base --rate 0.5 < report.txt",
      "  longspark compress --model llmlingua-2-xlm-roberta-large --rate 0.33 \\",
      "      --force-tokens '\\n' '?' '!' '.' --drop-consecutive --json < meeting.txt"
    })
final class CompressCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "The token classifier: config.json, tokenizer.json and safetensors.")
  private Path model;

  @Mixin private CompressionOptions options = new CompressionOptions();

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "Splits the input into contexts; \\n and \\t are understood (default: one).")
  private String separator;

  @Option(
      names = "--counter",
      defaultValue = TokenCounter.UTF8,
      paramLabel = "WHAT",
      description =
          "What counts tokens: utf8 (a token for every four bytes, an estimate of GPT's), or the"
              + " folder of a tokenizer.json (default: ${DEFAULT-VALUE}).")
  private String counter;

  @Option(
      names = "--end-tokens",
      defaultValue = "AS_RELEASED",
      paramLabel = "WHICH",
      description =
          "Tokens around a chunk: as_released, with which the llmlingua package runs the model, or"
              + " as_trained (default: as_released; they differ for XLM-RoBERTa only).")
  private EndTokens endTokens;

  @Option(
      names = "--precision",
      defaultValue = "FP32",
      paramLabel = "P",
      description = "fp32 or bf16 (default: fp32).")
  private Precision precision;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      paramLabel = "D",
      description = "cpu or cuda:INDEX (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(names = "--json", description = "Print one JSON object in place of the text.")
  private boolean json;

  @Override
  public Integer call() {
    CompressionSettings settings = options.settings();
    CompressorModel compressorModel =
        new CompressorModel(folder(), Device.parse(device), precision, endTokens, counter);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (PromptCompressor compressor = PromptCompressor.open(compressorModel)) {
      Compressed compressed = compressor.compress(contexts(), settings);
      out.println(json ? json(compressed) : compressed.text());
      out.flush();
      spec.commandLine().getErr().println(summary(compressed));
      return ExitCode.OK;
    }
  }

  private String folder() {
    if (!Files.isDirectory(model)) {
      throw new IllegalArgumentException("Missing model: " + model + " is no folder");
    }
    return model.toString();
  }

  private List<String> contexts() {
    String text = standardInput();
    return separator == null
        ? List.of(text)
        : List.of(text.split(Pattern.quote(CompressionOptions.unescaped(separator)), -1));
  }

  private static String standardInput() {
    try {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read standard input", e);
    }
  }

  private static String json(Compressed compressed) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("text", compressed.text());
    root.put("originTokens", compressed.originTokens());
    root.put("keptTokens", compressed.keptTokens());
    ArrayNode words = root.putArray("words");
    for (ScoredWord word : compressed.words()) {
      words.addArray().add(word.text()).add(word.probability()).add(word.kept());
    }
    try {
      return mapper.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot write the result as JSON", e);
    }
  }

  private String summary(Compressed compressed) {
    return String.format(
        Locale.ROOT,
        "%d of %d tokens kept (counted by %s): rate %.3f, %.3f requested; %.0f ms",
        compressed.keptTokens(),
        compressed.originTokens(),
        counter,
        compressed.achievedRate(),
        compressed.requestedRate(),
        compressed.millis());
  }
}
