package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.NormPlacement;
import dev.longspark.engine.Projections.HeadNorm;
import dev.longspark.engine.Scales;
import dev.longspark.engine.Scoring;
import java.util.Collections;

/** Granite 3: a Llama whose embeddings, scores, halves and logits are multiplied by factors. */
final class Granite implements DecoderFamily {
  private static final int DEFAULT_POSITIONS = 2048;
  private static final double DEFAULT_EPSILON = 1e-6;

  @Override
  public String className() {
    return "GraniteForCausalLM";
  }

  @Override
  public String modelType() {
    return "granite";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    DecoderKeys keys = new DecoderKeys(config);
    Scoring scoring =
        new Scoring(
            config.number("attention_multiplier", 1),
            Double.POSITIVE_INFINITY,
            Scoring.UNLIMITED,
            false);
    LayerShape layer =
        new LayerShape(
            new AttentionShape.Full(
                keys.heads(),
                keys.kvHeads(),
                keys.headDim(),
                keys.rope(DEFAULT_POSITIONS),
                scoring,
                keys.projections(HeadNorm.NONE)),
            keys.gated(),
            NormPlacement.BEFORE,
            config.number("residual_multiplier", 1));
    double divisor = config.number("logits_scaling", 1);
    if (divisor == 0) {
      throw config.invalid("logits_scaling", "must not be 0");
    }
    return keys.model(
        DEFAULT_POSITIONS,
        false,
        keys.rms(DEFAULT_EPSILON),
        new Scales(config.number("embedding_multiplier", 1), 1 / divisor, Double.POSITIVE_INFINITY),
        Collections.nCopies(keys.layers(), layer));
  }
}
