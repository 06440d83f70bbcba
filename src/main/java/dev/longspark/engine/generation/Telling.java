package dev.longspark.engine.generation;

/**
 * What a generation is to tell besides its answer and its measurements.
 *
 * @param topLogits how many of the most likely first tokens
 * @param keptPositions whether it tells which tokens of the prompt the cache kept
 */
public record Telling(int topLogits, boolean keptPositions) {
  /** Nothing. */
  public static final Telling NOTHING = new Telling(0, false);
}
