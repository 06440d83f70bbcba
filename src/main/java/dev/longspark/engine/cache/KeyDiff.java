package dev.longspark.engine.cache;

/**
 * Keys whose direction differs most from the mean direction of a head's keys.
 *
 * <p><em>Source:</em> KeyDiff (Park et al. 2025), over the whole prompt, as NVIDIA/kvpress computes
 * it.
 */
public record KeyDiff() implements Retention {
  @Override
  public String program() {
    return "keydiff";
  }

  @Override
  public int least(int tokens) {
    return 1;
  }
}
