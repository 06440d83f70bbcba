package dev.longspark.engine.cache;

/**
 * Scores of {@link SnapKv}; the best tokens of all heads of a layer together stay, so that heads
 * keep different numbers.
 *
 * <p><em>Source:</em> AdaKV (Feng et al. 2024), as NVIDIA/kvpress chooses; kvpress only hides what
 * it drops, here it is gone.
 *
 * @param window newest tokens, which always stay
 * @param kernel neighbours that share a score, odd
 * @param alpha share of an even split that every head keeps of its own
 */
public record AdaKv(int window, int kernel, double alpha) implements Retention {
  /** The settings of kvpress. */
  public static final AdaKv DEFAULT = new AdaKv(64, 5, 0.2);

  public AdaKv {
    Windows.require(window, kernel);
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("Invalid alpha: " + alpha + " (must be from 0 to 1)");
    }
  }

  @Override
  public String program() {
    return "adakv-snapkv";
  }

  @Override
  public int least(int tokens) {
    return window;
  }

  @Override
  public boolean isRagged() {
    return true;
  }
}
