package dev.longspark.engine.cache;

/**
 * What the newest queries of the prompt attend to, smoothed over neighbours.
 *
 * <p><em>Source:</em> SnapKV (Li et al. 2024), as NVIDIA/kvpress computes it: the mean attention of
 * the last {@code window} queries to each older token, over all keys and causal; pooled over {@code
 * kernel} neighbours, zeros beyond the ends; one score per key-value head. <em>Deviation:</em> the
 * weights stay in float32.
 *
 * @param window newest tokens, which always stay
 * @param kernel neighbours that share a score, odd
 * @param pooling of neighbours; the source's LongBench settings take the largest
 * @param group of the query heads that share a key-value head
 */
public record SnapKv(int window, int kernel, Reduction pooling, Reduction group)
    implements Retention {
  /** The settings of kvpress. */
  public static final SnapKv DEFAULT = new SnapKv(64, 5, Reduction.MEAN, Reduction.MEAN);

  public SnapKv {
    Windows.require(window, kernel);
  }

  @Override
  public String program() {
    return "snapkv";
  }

  @Override
  public int least(int tokens) {
    return window;
  }
}
