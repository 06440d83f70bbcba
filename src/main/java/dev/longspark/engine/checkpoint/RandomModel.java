package dev.longspark.engine.checkpoint;

import dev.longspark.engine.family.DecoderModel;
import dev.longspark.engine.family.JsonObject;
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

  static TensorSource of(JsonObject config, DecoderModel model, Optional<StoredFormat> format) {
    return of(model, format, config.integer(SEED, 0));
  }

  static TensorSource of(DecoderModel model, Optional<StoredFormat> format, long seed) {
    return format.isPresent()
        ? new RandomLowBitTensors(model, format.get(), seed)
        : new RandomTensors(model, seed);
  }
}
