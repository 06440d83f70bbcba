package dev.longspark.engine.family;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which layers of a model look back at a window only: {@code layer_types} says it, or else a
 * pattern of the class.
 *
 * @param config the file
 * @param layers of the model
 */
record LayerTypes(JsonObject config, int layers) {
  private static final String KEY = "layer_types";
  private static final String SLIDING = "sliding_attention";
  private static final String FULL = "full_attention";

  /**
   * For each layer, whether it slides.
   *
   * @param pattern by the layer's number from 0, where the file does not say
   */
  List<Boolean> sliding(IntPredicate pattern) {
    if (!config.has(KEY)) {
      return IntStream.range(0, layers).mapToObj(pattern::test).toList();
    }
    List<String> types = config.textList(KEY);
    if (types.size() != layers || !Set.of(SLIDING, FULL).containsAll(types)) {
      throw config.invalid(
          KEY, "must be %s or %s for each of %d layers".formatted(FULL, SLIDING, layers));
    }
    return types.stream().map(SLIDING::equals).toList();
  }

  /** All but every so-manieth layer slide. */
  List<Boolean> slidingBut(String key, int otherwise) {
    int every = config.integer(key, config.integer("_" + key, otherwise));
    if (every < 1) {
      throw config.invalid(key, "must be > 0");
    }
    return sliding(layer -> (layer + 1) % every != 0);
  }

  /** Holds a file that switches windows off to have no layer that slides. */
  List<Boolean> none(String switchedOffBy) {
    List<Boolean> sliding = sliding(layer -> false);
    if (sliding.contains(true)) {
      throw config.invalid(KEY, "must be " + FULL + ", as " + switchedOffBy + " is false");
    }
    return sliding;
  }
}
