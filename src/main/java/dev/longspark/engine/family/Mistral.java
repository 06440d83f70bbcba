package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Scoring;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Mistral, Mistral NeMo and Ministral: a Llama whose attention may look back at a window only, in
 * all layers or in those that {@code layer_types} names.
 */
final class Mistral implements DecoderFamily {
  private static final int DEFAULT_POSITIONS = 131072;
  private static final int DEFAULT_KV_HEADS = 8;
  private static final int DEFAULT_WINDOW = 4096;
  private static final String LAYER_TYPES = "layer_types";
  private static final String SLIDING = "sliding_attention";
  private static final String FULL = "full_attention";

  @Override
  public String className() {
    return "MistralForCausalLM";
  }

  @Override
  public String modelType() {
    return "mistral";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    DecoderKeys keys = new DecoderKeys(config);
    keys.requireFalse("attention_bias", "mlp_bias");
    Scoring windowed = scoring(config, keys.headDim());
    Map<String, LayerShape> kinds =
        Map.of(
            SLIDING, layer(config, windowed), FULL, layer(config, Scoring.usual(keys.headDim())));
    return keys.model(
        DEFAULT_POSITIONS, layerTypes(config, keys.layers()).stream().map(kinds::get).toList());
  }

  private static LayerShape layer(JsonObject config, Scoring scoring) {
    DecoderKeys keys = new DecoderKeys(config);
    return new LayerShape(
        new AttentionShape.Full(
            keys.heads(),
            config.integer("num_key_value_heads", DEFAULT_KV_HEADS),
            keys.headDim(),
            keys.rope(DEFAULT_POSITIONS),
            scoring,
            Projections.PLAIN),
        keys.gated());
  }

  private static List<String> layerTypes(JsonObject config, int layers) {
    if (!config.has(LAYER_TYPES)) {
      return Collections.nCopies(layers, SLIDING);
    }
    List<String> types = new ArrayList<>();
    config.node().get(LAYER_TYPES).forEach(type -> types.add(type.asText()));
    if (types.size() != layers || !Set.of(SLIDING, FULL).containsAll(types)) {
      throw config.invalid(
          LAYER_TYPES, "must be %s or %s for each of %d layers".formatted(FULL, SLIDING, layers));
    }
    return types;
  }

  /** A key that is absent means the default window, one that is null none. */
  private static Scoring scoring(JsonObject config, int headDim) {
    String key = "sliding_window";
    Scoring all = Scoring.usual(headDim);
    if (config.names(key) && !config.has(key)) {
      return all;
    }
    int window = config.integer(key, DEFAULT_WINDOW);
    if (window < 0) {
      throw config.invalid(key, "must be a number of tokens, or null for no window");
    }
    return window == 0 ? all : all.within(window);
  }
}
