package dev.longspark.engine.cache;

/**
 * What all queries of the prompt attend to, the mean over those that can see a token; it favours
 * late tokens.
 *
 * <p><em>Source:</em> NVIDIA/kvpress.
 */
public record ObservedAttention() implements Retention {
  @Override
  public String program() {
    return "observed-attention";
  }

  @Override
  public int least(int tokens) {
    return 1;
  }
}
