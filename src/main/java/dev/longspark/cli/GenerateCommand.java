package dev.longspark.cli;

import dev.longspark.engine.Device;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.cache.FullCache;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.checkpoint.FullPrecision;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.WeightFormat;
import dev.longspark.engine.generation.EngineSettings;
import dev.longspark.engine.generation.Generation;
import dev.longspark.engine.generation.GenerationLimits;
import dev.longspark.engine.generation.Generator;
import dev.longspark.engine.generation.Telling;
import dev.longspark.measurement.Timings;
import dev.longspark.plan.PromptCompression;
import dev.longspark.plan.Technique;
import dev.longspark.plan.TechniqueCatalog;
import dev.longspark.plan.WeightChoice;
import dev.longspark.prompt.SpecialTokens;
import dev.longspark.prompt.TokenIds;
import dev.longspark.prompt.Tokenizer;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One prompt through one model. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Continues one prompt greedily and prints the text, or ids, times and bytes.",
    footer = {
      "",
      "With --json, one object: ids (an end token kept), text, finishReason,",
      "promptTokens, topLogits, timings in milliseconds, bytes, kernels, warnings;",
      "with --kept also kept: the positions of the prompt that stay in the cache,",
      "[layers with attention][key-value heads][positions].",
      "",
      "Examples:",
      "  longspark generate --model models/llama-8b --prompt 'The harbour master'",
      "  longspark generate --model models/qwen3-8b --chat --prompt-file question.txt",
      "  longspark generate --model models/tiny --prompt-ids 384,297,291 \\",
      "      --technique FP32 --max-new-tokens 32 --json --top-logits 5",
      "  longspark generate --model models/tiny --prompt-ids 384,297,291,17,40,22 \\",
      "      --question-ids 8,21 --keep streamingllm:ratio=0.5,sinks=1,view=context \\",
      "      --kept --json"
    })
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "The checkpoint: config.json, safetensors and, for text, tokenizer.json.")
  private Path model;

  @ArgGroup(multiplicity = "1")
  private PromptSource source;

  @Option(
      names = "--chat",
      description = "The text is what a user says: the model's chat template frames it.")
  private boolean chat;

  @Option(
      names = "--technique",
      paramLabel = "T",
      description = "A technique of the catalogue, such as FP16 (default: as the files are).")
  private String technique;

  @Option(
      names = "--question-ids",
      paramLabel = "IDS",
      description = "More ids behind --prompt-ids, which then are the context.")
  private String questionIds;

  @Option(
      names = "--keep",
      paramLabel = "KIND[:SETTINGS]",
      description =
          "What stays of the prompt in the cache, such as"
              + " snapkv:ratio=0.5,window=64,view=context (default: the technique's).")
  private String keep;

  @Option(names = "--kept", description = "Tell which positions stayed, with --json.")
  private boolean kept;

  @Option(
      names = "--max-new-tokens",
      defaultValue = "128",
      paramLabel = "N",
      description = "At most so many new tokens (default: ${DEFAULT-VALUE}).")
  private int maxNewTokens;

  @Option(
      names = "--min-new-tokens",
      defaultValue = "0",
      paramLabel = "N",
      description = "No end token before so many new tokens (default: ${DEFAULT-VALUE}).")
  private int minNewTokens;

  @Option(
      names = "--top-logits",
      defaultValue = "0",
      paramLabel = "K",
      description = "Tell the K most likely first tokens, with --json (default: none).")
  private int topLogits;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      split = ",",
      paramLabel = "D",
      description = "cpu or cuda:INDEX; several share the layers (default: ${DEFAULT-VALUE}).")
  private List<String> devices;

  @Option(
      names = "--threads",
      defaultValue = "0",
      paramLabel = "N",
      description = "Threads on the CPU (default: all processors).")
  private int threads;

  @Option(names = "--json", description = "Print one JSON object in place of the text.")
  private boolean json;

  @Override
  public Integer call() {
    requireModel();
    if (topLogits < 0) {
      throw badUsage("Invalid --top-logits: " + topLogits + " (must be >= 0)");
    }
    EngineSettings settings = settings();
    if (kept && (!json || settings.cache().keep().isEmpty())) {
      throw badUsage("Invalid --kept: it needs --json, and a cache that drops tokens (see --keep)");
    }
    long[] context = prompt();
    long[] question = question();
    long[] prompt = Arrays.copyOf(context, context.length + question.length);
    System.arraycopy(question, 0, prompt, context.length, question.length);
    GenerationLimits limits = new GenerationLimits(minNewTokens, maxNewTokens, Set.of());
    try (Generator generator = Generator.open(model, settings)) {
      Generation generation =
          generator.generate(prompt, context.length, limits, new Telling(topLogits, kept));
      Optional<String> text = text(generation);
      print(
          json
              ? GenerationJson.line(generation, text, generator.kernels())
              : text.orElseGet(() -> generation.ids().toString()));
      report(generation);
    }
    return ExitCode.OK;
  }

  private void requireModel() {
    if (!Files.isDirectory(model)) {
      throw badUsage("Missing model: " + model + " is no directory");
    }
    if (!Files.isRegularFile(model.resolve("config.json"))) {
      throw badUsage("Missing config.json in the model directory " + model);
    }
  }

  private EngineSettings settings() {
    Checkpoint checkpoint = Checkpoint.open(model);
    WeightFormat weights =
        checkpoint.isQuantized()
            ? new LowBit(checkpoint.storedPrecision(), checkpoint.stored().orElseThrow())
            : new FullPrecision(checkpoint.storedPrecision());
    CachePolicy cache = new FullCache();
    if (technique != null) {
      Technique chosen = TechniqueCatalog.builtIn().technique(technique);
      if (!(chosen.compression() instanceof PromptCompression.None)) {
        throw badUsage("Invalid --technique: " + technique + " compresses contexts, not prompts");
      }
      weights = format(chosen.weights(), checkpoint);
      cache = chosen.cache();
    }
    return new EngineSettings(
        weights,
        keep == null ? cache : new KeepOption(keep).policy(cache.store()),
        devices.stream().map(Device::parse).toList(),
        1,
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        EngineSettings.DEFAULT_PREFILL_CHUNK,
        EngineSettings.UNLIMITED);
  }

  private WeightFormat format(WeightChoice choice, Checkpoint checkpoint) {
    try {
      return choice.format(checkpoint.stored());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot load %s as %s: %s".formatted(model, technique, e.getMessage()));
    }
  }

  private long[] prompt() {
    if (source.isIds()) {
      if (chat) {
        throw badUsage("Invalid --chat: it goes with --prompt or --prompt-file");
      }
      return source.ids(shape().vocabulary());
    }
    String text = source.text();
    try (Tokenizer tokenizer = Tokenizer.open(model)) {
      TokenIds ids = PromptSource.encoded(text, model, tokenizer, chat);
      if (ids.size() == 0) {
        throw badUsage("Invalid prompt: it has no tokens");
      }
      PromptSource.warning(text, model, tokenizer).ifPresent(this::warn);
      return ids.toLongArray();
    }
  }

  private void warn(String warning) {
    spec.commandLine().getErr().println("Warning: " + warning);
  }

  private long[] question() {
    if (questionIds == null) {
      return new long[0];
    }
    if (!source.isIds()) {
      throw badUsage("Invalid --question-ids: they go with --prompt-ids");
    }
    return new PromptIds("--question-ids", questionIds).checked(shape().vocabulary());
  }

  private ModelShape shape() {
    return Checkpoint.shapeOf(model);
  }

  private Optional<String> text(Generation generation) {
    if (!Files.isRegularFile(model.resolve("tokenizer.json"))) {
      return Optional.empty();
    }
    long[] ids = generation.ids().stream().mapToLong(Integer::longValue).toArray();
    try (Tokenizer tokenizer = Tokenizer.open(model)) {
      return Optional.of(tokenizer.decode(TokenIds.of(ids), SpecialTokens.OMITTED));
    }
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private void report(Generation generation) {
    PrintWriter messages = spec.commandLine().getErr();
    Timings timings = generation.timings();
    messages.println(
        String.format(
            Locale.ROOT,
            "%d prompt tokens in %.0f ms; %d new tokens, %.1f per second after the first; %s",
            generation.promptTokens(),
            timings.prefillMs(),
            generation.ids().size(),
            timings.decodeTokensPerSecond(),
            generation.finishReason()));
    generation.warnings().forEach(warning -> warn(warning.toString()));
    messages.flush();
  }

  private ParameterException badUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
