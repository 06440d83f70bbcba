package dev.longspark.engine.checkpoint;

import dev.longspark.engine.ModelShape;
import java.nio.file.Path;
import java.util.Optional;

/** The keys of a config.json that stands for a model of random numbers. */
final class RandomModel {
  private static final String KEY = "weights";
  private static final String SEED = "weights_seed";
  private static final String RANDOM = "random";

  private RandomModel() {}

  static boolean isAskedFor(JsonObject config) {
    if (config.has(KEY) && !config.text(KEY, "").equals(RANDOM)) {
      throw config.invalid(KEY, "must be \"random\" or absent");
    }
    return config.has(KEY);
  }

  static TensorSource of(Path folder, JsonObject config, ModelShape shape) {
    return of(folder, config, shape, config.integer(SEED, 0));
  }

  static TensorSource of(Path folder, JsonObject config, ModelShape shape, long seed) {
    Optional<GptqSettings> settings = GptqSettings.read(folder, config);
    return settings.isPresent()
        ? new RandomGptqTensors(shape, settings.get(), seed)
        : new RandomTensors(shape, seed);
  }
}
