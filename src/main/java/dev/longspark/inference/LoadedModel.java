package dev.longspark.inference;

import dev.longspark.config.WeightSource;
import dev.longspark.engine.Device;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.engine.generation.EngineSettings;
import dev.longspark.engine.generation.Generator;
import dev.longspark.plan.WeightSet;
import dev.longspark.prompt.ChatTemplate;
import dev.longspark.prompt.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A model on its devices, with the tokenizer that goes with it.
 *
 * @param generator the weights, loaded
 * @param tokenizer of its prompts and texts
 * @param chatTemplate that goes with the tokenizer
 * @param devices that hold the weights
 */
record LoadedModel(
    Generator generator, Tokenizer tokenizer, ChatTemplate chatTemplate, List<Device> devices)
    implements AutoCloseable {

  /**
   * Loads.
   *
   * @param localFolder where this machine has a checkpoint or tokenizer, by its path or URI
   */
  static LoadedModel load(
      WeightSet weights,
      CachePolicy cache,
      List<Device> devices,
      EngineOptions options,
      Function<String, Path> localFolder) {
    EngineSettings settings =
        new EngineSettings(
            weights.format(),
            cache,
            devices,
            options.samplesInFlight(),
            options.threads(),
            options.prefillChunk(),
            options.memoryBudget());
    Checkpoint checkpoint = checkpoint(weights, localFolder.apply(weights.checkpoint()));
    Path folder = localFolder.apply(weights.tokenizer());
    Tokenizer tokenizer = tokenizer(weights, folder, checkpoint.shape().vocabulary());
    try {
      Generator generator = Generator.open(checkpoint, settings);
      return new LoadedModel(generator, tokenizer, ChatTemplate.read(folder), devices);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static Checkpoint checkpoint(WeightSet weights, Path folder) {
    return switch (weights.source()) {
      case FILE -> Checkpoint.open(folder);
      case RANDOM -> Checkpoint.openRandom(folder, weights.seed());
    };
  }

  /** A model of random weights is run for its speed, for which any ids of a vocabulary will do. */
  private static Tokenizer tokenizer(WeightSet weights, Path folder, int vocabulary) {
    boolean isAbsent = !Files.exists(folder.resolve("tokenizer.json"));
    return isAbsent && weights.source() == WeightSource.RANDOM
        ? Tokenizer.standIn(vocabulary)
        : Tokenizer.open(folder);
  }

  /** The same model, which keeps keys and values by a policy from now on. */
  LoadedModel use(CachePolicy cache) {
    generator.use(cache);
    return this;
  }

  /** The devices' names, such as {@code cuda:0,cuda:1}. */
  String place() {
    return devices.stream().map(Device::toString).collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    generator.close();
    tokenizer.close();
  }
}
