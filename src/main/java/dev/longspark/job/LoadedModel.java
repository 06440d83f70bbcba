package dev.longspark.job;

import dev.longspark.engine.Device;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.generation.EngineSettings;
import dev.longspark.engine.generation.Generator;
import dev.longspark.plan.WeightSet;
import dev.longspark.prompt.ChatTemplate;
import dev.longspark.prompt.Tokenizer;
import java.nio.file.Path;
import java.util.List;
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

  static LoadedModel load(
      WeightSet weights, CachePolicy cache, List<Device> devices, EngineOptions options) {
    EngineSettings settings =
        new EngineSettings(
            weights.format(),
            cache,
            devices,
            options.samplesInFlight(),
            options.threads(),
            options.prefillChunk(),
            options.memoryBudget());
    Path checkpoint = ExecutorEngine.localFolder(weights.checkpoint());
    Path folder = ExecutorEngine.localFolder(weights.tokenizer());
    Tokenizer tokenizer = Tokenizer.open(folder);
    try {
      Generator generator = Generator.open(checkpoint, settings);
      return new LoadedModel(generator, tokenizer, ChatTemplate.read(folder), devices);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
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
