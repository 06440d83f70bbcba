package dev.longspark.engine.generation;

import java.io.Serializable;
import java.util.Set;

/**
 * When a generation ends.
 *
 * @param minNewTokens before which no end token is chosen, however likely
 * @param maxNewTokens after which it ends anyway
 * @param extraEndIds that end it besides the model's own end tokens, such as a newline
 */
public record GenerationLimits(int minNewTokens, int maxNewTokens, Set<Integer> extraEndIds)
    implements Serializable {
  public GenerationLimits {
    extraEndIds = Set.copyOf(extraEndIds);
    if (maxNewTokens < 1) {
      throw new IllegalArgumentException(
          "Invalid max new tokens: " + maxNewTokens + " (must be > 0)");
    }
    if (minNewTokens < 0 || minNewTokens > maxNewTokens) {
      throw new IllegalArgumentException(
          "Invalid min new tokens: " + minNewTokens + " (must be from 0 to " + maxNewTokens + ")");
    }
  }

  /** Until the model ends, but at most so many tokens. */
  public static GenerationLimits atMost(int maxNewTokens) {
    return new GenerationLimits(0, maxNewTokens, Set.of());
  }

  /** So many tokens, whatever the model would do: for comparing speeds. */
  public static GenerationLimits exactly(int newTokens) {
    return new GenerationLimits(newTokens, newTokens, Set.of());
  }
}
