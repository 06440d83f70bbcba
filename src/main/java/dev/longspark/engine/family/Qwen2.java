package dev.longspark.engine.family;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Projections;
import dev.longspark.engine.Projections.HeadNorm;

/** Qwen2 and Qwen2.5: a Llama with biases of queries, keys and values. */
final class Qwen2 implements DecoderFamily {
  @Override
  public String className() {
    return "Qwen2ForCausalLM";
  }

  @Override
  public String modelType() {
    return "qwen2";
  }

  @Override
  public ModelShape shape(JsonObject config) {
    DecoderKeys keys = new DecoderKeys(config);
    Projections biased = new Projections(false, true, false, HeadNorm.NONE);
    return new QwenLayers(keys).model(keys.headDim(), biased);
  }
}
