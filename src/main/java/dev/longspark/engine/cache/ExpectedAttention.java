package dev.longspark.engine.cache;

/**
 * What coming queries will attend to if they are distributed as the prompt's, times the norm of the
 * value.
 *
 * <p><em>Source:</em> Expected Attention (Devoto et al. 2025), as NVIDIA/kvpress computes it.
 * <em>Deviations:</em> queries are those of attention with their rotation undone, moments are
 * summed in float64.
 *
 * @param sinks first tokens, which always stay and are left out of the moments
 * @param future positions behind the prompt that are averaged
 * @param epsilon added to the expected weight
 */
public record ExpectedAttention(int sinks, int future, double epsilon) implements Retention {
  /** The settings of kvpress. */
  public static final ExpectedAttention DEFAULT = new ExpectedAttention(4, 512, 0);

  public ExpectedAttention {
    if (sinks < 0 || future < 1 || !(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "Invalid sinks, future or epsilon: %d, %d, %s (at least 0, 1 and 0)"
              .formatted(sinks, future, epsilon));
    }
  }

  @Override
  public String program() {
    return "expected-attention";
  }

  @Override
  public int least(int tokens) {
    return sinks + 1;
  }
}
