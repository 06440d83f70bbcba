package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Projections.HeadNorm;
import dev.longspark.engine.Rope;
import dev.longspark.engine.Scales;
import dev.longspark.engine.Scoring;
import java.util.Collections;

/**
 * Phi-3, Phi-3.5 and Phi-4-mini: a Llama with one matrix for queries, keys and values and one for
 * gate and up, LongRoPE, and rotations that may leave channels out.
 */
final class Phi3 implements DecoderFamily {
  private static final int DEFAULT_POSITIONS = 4096;
  private static final double DEFAULT_EPSILON = 1e-5;

  @Override
  public String className() {
    return "Phi3ForCausalLM";
  }

  @Override
  public String modelType() {
    return "phi3";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    DecoderKeys keys = new DecoderKeys(config);
    keys.requireFalse("attention_bias", "mlp_bias");
    int headDim = keys.headDim();
    Rope rope =
        new RopeKeys(config, RopeKeys.DEFAULT_THETA, keys.positions(DEFAULT_POSITIONS))
            .phi3(headDim, DEFAULT_POSITIONS);
    Scoring scoring = keys.windowed(Scoring.usual(headDim), Scoring.UNLIMITED);
    LayerShape layer =
        new LayerShape(
            new AttentionShape.Full(
                keys.heads(),
                keys.kvHeads(),
                headDim,
                rope,
                scoring,
                new Projections(true, false, false, HeadNorm.NONE)),
            keys.gated(keys.activation("hidden_act", "silu"), true, false));
    return keys.model(
        DEFAULT_POSITIONS,
        false,
        keys.rms(DEFAULT_EPSILON),
        Scales.NONE,
        Collections.nCopies(keys.layers(), layer));
  }
}
