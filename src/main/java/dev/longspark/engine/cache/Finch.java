package dev.longspark.engine.cache;

/**
 * What the queries of a question at the prompt's end attend to, each weighed by the tokens before
 * it.
 *
 * <p><em>Source:</em> Finch (Corallo et al. 2024), as NVIDIA/kvpress scores; the source moves what
 * stays together.
 *
 * @param window tokens of the question, which always stay
 */
public record Finch(int window) implements Retention {
  /** A short question. */
  public static final Finch DEFAULT = new Finch(32);

  public Finch {
    Windows.require(window);
  }

  @Override
  public String program() {
    return "finch";
  }

  @Override
  public int least(int tokens) {
    return window;
  }
}
