package dev.longspark.engine.family;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections.HeadNorm;

/** Qwen3 without experts: a Llama that norms each head of queries and keys. */
final class Qwen3 implements DecoderFamily {
  private static final int DEFAULT_HEAD_DIM = 128;

  @Override
  public String className() {
    return "Qwen3ForCausalLM";
  }

  @Override
  public String modelType() {
    return "qwen3";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    DecoderKeys keys = new DecoderKeys(config);
    return new QwenLayers(keys)
        .model(keys.headDim(DEFAULT_HEAD_DIM), keys.projections(HeadNorm.EACH_HEAD));
  }
}
