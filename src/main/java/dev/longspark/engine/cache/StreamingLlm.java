package dev.longspark.engine.cache;

/**
 * The first tokens and the newest ones.
 *
 * <p><em>Source:</em> StreamingLLM (Xiao et al. 2023), applied once to the prompt as NVIDIA/kvpress
 * does: nothing rolls while tokens are generated. The source's positions are the rerotated ones.
 *
 * @param sinks first tokens that always stay
 */
public record StreamingLlm(int sinks) implements Retention {
  /** The source's sinks. */
  public static final StreamingLlm DEFAULT = new StreamingLlm(4);

  public StreamingLlm {
    if (sinks < 0) {
      throw new IllegalArgumentException("Invalid sinks: " + sinks + " (must be >= 0)");
    }
  }

  @Override
  public String program() {
    return "streamingllm";
  }

  @Override
  public int least(int tokens) {
    return sinks + 1;
  }
}
