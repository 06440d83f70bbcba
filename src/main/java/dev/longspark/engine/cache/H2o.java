package dev.longspark.engine.cache;

/**
 * What all queries of the prompt attend to, summed; the newest tokens always stay.
 *
 * <p><em>Source:</em> H2O (Zhang et al. 2023) over the prompt, as KVCache-Factory computes it.
 * <em>Deviation:</em> nothing is dropped while tokens are generated.
 *
 * @param window newest tokens, which always stay
 * @param group of the query heads that share a key-value head
 */
public record H2o(int window, Reduction group) implements Retention {
  /** The source's window. */
  public static final H2o DEFAULT = new H2o(64, Reduction.MEAN);

  public H2o {
    Windows.require(window);
  }

  @Override
  public String program() {
    return "h2o-prefill";
  }

  @Override
  public int least(int tokens) {
    return window;
  }
}
