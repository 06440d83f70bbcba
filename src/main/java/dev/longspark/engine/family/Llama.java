package dev.longspark.engine.family;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.LayerShape;
import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections.HeadNorm;
import dev.longspark.engine.Scoring;
import java.util.Collections;

/** Llama 2, 3, 3.1 and 3.2, and what is built alike, with or without biases. */
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
    LayerShape layer =
        new LayerShape(
            new AttentionShape.Full(
                keys.heads(),
                keys.kvHeads(),
                keys.headDim(),
                keys.rope(DEFAULT_POSITIONS),
                Scoring.usual(keys.headDim()),
                keys.projections(HeadNorm.NONE)),
            keys.gated());
    return keys.model(DEFAULT_POSITIONS, Collections.nCopies(keys.layers(), layer));
  }
}
