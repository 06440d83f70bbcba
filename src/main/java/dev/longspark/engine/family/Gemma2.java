package dev.longspark.engine.family;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections.HeadNorm;
import dev.longspark.engine.Rope;
import java.util.List;

/**
 * Gemma 2: norms {@code 1 + w} before and behind each half, scores and logits that approach a cap,
 * a window in every other layer, and scaled embeddings.
 */
final class Gemma2 implements DecoderFamily {
  private static final int DEFAULT_POSITIONS = 8192;
  private static final double SCORE_CAP = 50;
  private static final double LOGIT_CAP = 30;

  @Override
  public String className() {
    return "Gemma2ForCausalLM";
  }

  @Override
  public String modelType() {
    return "gemma2";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    GemmaLayers layers = new GemmaLayers(config, DEFAULT_POSITIONS, HeadNorm.NONE);
    DecoderKeys keys = new DecoderKeys(config);
    List<Boolean> sliding = new LayerTypes(config, keys.layers()).sliding(layer -> layer % 2 == 0);
    Rope rope =
        new RopeKeys(config, RopeKeys.DEFAULT_THETA, keys.positions(DEFAULT_POSITIONS))
            .rope(layers.headDim());
    return layers.model(sliding, rope, rope, SCORE_CAP, LOGIT_CAP);
  }

  @Override
  public String vector(String name) {
    return GemmaLayers.vector(name, DecoderFamily.super.vector(name));
  }
}
