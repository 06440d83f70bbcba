package dev.longspark.engine.family;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections.HeadNorm;
import java.util.List;

/**
 * Gemma 3, the text model: as Gemma 2 without caps, with norms of each head of queries and keys, a
 * window in five of six layers, and a rotation of their own for these.
 */
final class Gemma3 implements DecoderFamily {
  private static final int DEFAULT_POSITIONS = 131072;
  private static final int DEFAULT_PATTERN = 6;

  @Override
  public String className() {
    return "Gemma3ForCausalLM";
  }

  @Override
  public String modelType() {
    return "gemma3_text";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    GemmaLayers layers = new GemmaLayers(config, DEFAULT_POSITIONS, HeadNorm.EACH_HEAD);
    DecoderKeys keys = new DecoderKeys(config);
    List<Boolean> sliding =
        new LayerTypes(config, keys.layers()).slidingBut("sliding_window_pattern", DEFAULT_PATTERN);
    Gemma3Rope rope = new Gemma3Rope(config, keys.positions(DEFAULT_POSITIONS));
    int headDim = layers.headDim();
    return layers.model(
        sliding,
        rope.local(headDim),
        rope.global(headDim),
        Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  @Override
  public String vector(String name) {
    return GemmaLayers.vector(name, DecoderFamily.super.vector(name));
  }
}
