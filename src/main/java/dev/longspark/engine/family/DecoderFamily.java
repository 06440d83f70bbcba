package dev.longspark.engine.family;

import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;

/**
 * One family of decoders: reads its config.json into a shape, and knows what its files call the
 * tensors that the shape names. The names given here are Llama's, which most families share.
 */
public interface DecoderFamily extends ModelFamily {
  /**
   * Reads a config.json, with the defaults of the model's class for absent keys.
   *
   * @throws IllegalArgumentException if a key is missing, or its value none that is known
   */
  ModelShape shape(JsonObject config);

  /** The embedding. */
  default String embedding() {
    return "model.embed_tokens.weight";
  }

  /** The prefix of everything in one decoder block, without dot: {@code model.layers.3}. */
  default String layer(int index) {
    return "model.layers." + index;
  }

  /** The weight of the norm behind the last layer. */
  default String finalNorm() {
    return "model.norm.weight";
  }

  /** The output matrix, without ending. */
  default String head() {
    return "lm_head";
  }

  /**
   * A layer's matrix, below the layer's prefix and without ending.
   *
   * @param name in the shape
   */
  default String linear(String name) {
    return name;
  }

  /**
   * A layer's vector, below the layer's prefix.
   *
   * @param name in the shape
   */
  default String vector(String name) {
    return switch (name) {
      case LayerShape.ATTENTION_NORM -> "input_layernorm.weight";
      case LayerShape.FEED_FORWARD_NORM, LayerShape.ATTENTION_OUTPUT_NORM ->
          "post_attention_layernorm.weight";
      case LayerShape.FEED_FORWARD_OUTPUT_NORM -> "post_feedforward_layernorm.weight";
      default -> name + ".weight";
    };
  }
}
