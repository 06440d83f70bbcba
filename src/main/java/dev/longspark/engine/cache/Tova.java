package dev.longspark.engine.cache;

/**
 * What the last query of the prompt attends to, over all heads of a layer together.
 *
 * <p><em>Source:</em> TOVA (Oren et al. 2024) over the prompt, as NVIDIA/kvpress computes it; the
 * last token always stays.
 */
public record Tova() implements Retention {
  @Override
  public String program() {
    return "tova";
  }

  @Override
  public int least(int tokens) {
    return 1;
  }
}
