package dev.longspark.engine.checkpoint;

import dev.longspark.engine.ModelShape;

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

  static TensorSource of(JsonObject config, ModelShape shape) {
    return new RandomTensors(shape, config.integer(SEED, 0));
  }
}
