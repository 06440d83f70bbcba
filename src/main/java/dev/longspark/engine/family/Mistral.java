package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Scoring;
import java.util.Collections;

/** Mistral and Mistral NeMo: a Llama whose attention may look back at a window only. */
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
    LayerShape layer =
        new LayerShape(
            new AttentionShape.Full(
                keys.heads(),
                config.integer("num_key_value_heads", DEFAULT_KV_HEADS),
                keys.headDim(),
                keys.rope(DEFAULT_POSITIONS),
                scoring(config, keys.headDim()),
                Projections.PLAIN),
            keys.gated());
    return keys.model(DEFAULT_POSITIONS, Collections.nCopies(keys.layers(), layer));
  }

  /** A key that is absent means the default window, one that is null none. */
  private static Scoring scoring(JsonObject config, int headDim) {
    String key = "sliding_window";
    Scoring all = Scoring.usual(headDim);
    if (config.names(key) && !config.has(key)) {
      return all;
    }
    int window = config.integer(key, DEFAULT_WINDOW);
    return window == 0 ? all : all.within(window);
  }
}
