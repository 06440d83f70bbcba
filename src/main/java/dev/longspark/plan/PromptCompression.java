package dev.longspark.plan;

import dev.longspark.compression.CompressionSpec;
import java.io.Serializable;

/** What is done to a sample's context before it becomes a prompt: the first axis of a technique. */
public sealed interface PromptCompression extends Serializable {
  /** The share of the context that is expected to stay, above 0 to 1. */
  double keepRate();

  /** The context as it is. */
  record None() implements PromptCompression {
    @Override
    public double keepRate() {
      return 1;
    }
  }

  /**
   * LLMLingua-2.
   *
   * @param spec the compressor and what it keeps
   */
  record LlmLingua2(CompressionSpec spec) implements PromptCompression {
    @Override
    public double keepRate() {
      return Math.min(1, spec.settings().rate());
    }
  }
}
