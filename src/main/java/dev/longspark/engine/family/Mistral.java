package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Scoring;

/**
 * Mistral, Mistral NeMo and Ministral: a Llama whose attention may look back at a window only, in
 * all layers or in those that {@code layer_types} names.
 */
final class Mistral implements DecoderFamily {
  private static final int DEFAULT_POSITIONS = 131072;
  private static final int DEFAULT_KV_HEADS = 8;
  private static final int DEFAULT_WINDOW = 4096;

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
    LayerShape sliding = layer(config, windowed);
    LayerShape full = layer(config, Scoring.usual(keys.headDim()));
    return keys.model(
        DEFAULT_POSITIONS,
        new LayerTypes(config, keys.layers())
            .sliding(layer -> true).stream().map(slides -> slides ? sliding : full).toList());
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
