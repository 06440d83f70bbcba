package dev.longspark.plan;

import dev.longspark.compression.CompressionSettings;
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
   * LLMLingua-2 with the study's compressor.
   *
   * @param settings of the algorithm
   */
  record LlmLingua2(CompressionSettings settings) implements PromptCompression {
    @Override
    public double keepRate() {
      return Math.min(1, settings.rate());
    }
  }
}
