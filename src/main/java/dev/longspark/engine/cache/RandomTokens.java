package dev.longspark.engine.cache;

/**
 * Any tokens, other ones for every prompt, layer and head: the control that each method has to
 * beat.
 *
 * @param seed of the choice
 */
public record RandomTokens(int seed) implements Retention {
  /** The first of all choices. */
  public static final RandomTokens DEFAULT = new RandomTokens(0);

  @Override
  public String program() {
    return "random";
  }

  @Override
  public int least(int tokens) {
    return 1;
  }
}
