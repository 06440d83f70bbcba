package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.FeedForwardShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import java.util.Collections;

/** Llama 2, 3, 3.1 and 3.2, and what is built alike. */
final class Llama implements DecoderFamily {
  private static final int DEFAULT_POSITIONS = 2048;

  @Override
  public String className() {
    return "LlamaForCausalLM";
  }

  @Override
  public String modelType() {
    return "llama";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    DecoderKeys keys = new DecoderKeys(config);
    keys.requirePlainMatrices();
    int heads = keys.heads();
    LayerShape layer =
        new LayerShape(
            new AttentionShape.Full(
                heads,
                config.integer("num_key_value_heads", heads),
                keys.headDim(),
                keys.rope(DEFAULT_POSITIONS)),
            new FeedForwardShape.Gated(config.integer("intermediate_size")));
    return keys.model(DEFAULT_POSITIONS, Collections.nCopies(keys.layers(), layer));
  }
}
