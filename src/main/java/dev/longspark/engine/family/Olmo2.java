package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.NormPlacement;
import dev.longspark.engine.Projections.HeadNorm;
import dev.longspark.engine.Scales;
import dev.longspark.engine.Scoring;
import java.util.Collections;

/** OLMo 2: norms behind each half, and of all heads of queries or keys together. */
final class Olmo2 implements DecoderFamily {
  private static final int DEFAULT_POSITIONS = 2048;
  private static final double DEFAULT_EPSILON = 1e-5;

  @Override
  public String className() {
    return "Olmo2ForCausalLM";
  }

  @Override
  public String modelType() {
    return "olmo2";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    DecoderKeys keys = new DecoderKeys(config);
    LayerShape layer =
        new LayerShape(
            new AttentionShape.Full(
                keys.heads(),
                keys.kvHeads(),
                keys.headDim(),
                keys.rope(DEFAULT_POSITIONS),
                Scoring.usual(keys.headDim()),
                keys.projections(HeadNorm.ALL_HEADS)),
            keys.gated(keys.activation("hidden_act", "silu"), false, false),
            NormPlacement.AFTER,
            1);
    return keys.model(
        DEFAULT_POSITIONS,
        false,
        keys.rms(DEFAULT_EPSILON),
        Scales.NONE,
        Collections.nCopies(keys.layers(), layer));
  }
}
