package dev.longspark.engine.cache;

/**
 * Keys with a small norm.
 *
 * <p><em>Source:</em> Devoto et al. 2024, as NVIDIA/kvpress computes it; neither first nor newest
 * tokens are kept for what they are.
 */
public record Knorm() implements Retention {
  @Override
  public String program() {
    return "knorm";
  }

  @Override
  public int least(int tokens) {
    return 1;
  }
}
