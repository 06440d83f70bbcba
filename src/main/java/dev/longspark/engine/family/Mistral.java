package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Rope;
import dev.longspark.engine.Scoring;
import java.util.List;

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
    Rope rope = keys.rope(DEFAULT_POSITIONS);
    Scoring all = Scoring.usual(keys.headDim());
    Scoring windowed = keys.windowed(all, DEFAULT_WINDOW);
    List<LayerShape> layers =
        new LayerTypes(config, keys.layers())
            .sliding(layer -> true).stream()
                .map(
                    slides ->
                        new AttentionShape.Full(
                            keys.heads(),
                            config.integer(
                                "num_key_value_heads", DEFAULT_KV_HEADS, 1, ConfigBounds.HEADS),
                            keys.headDim(),
                            rope,
                            slides ? windowed : all,
                            Projections.PLAIN))
                .map(attention -> new LayerShape(attention, keys.gated()))
                .toList();
    return keys.model(DEFAULT_POSITIONS, layers);
  }
}
