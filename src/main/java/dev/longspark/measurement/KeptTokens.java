package dev.longspark.measurement;

import java.util.List;

/**
 * What a cache that drops tokens kept of a prompt.
 *
 * @param perAttention tokens that stayed in each attention, in layer order: the mean over its
 *     key-value heads, rounded down
 * @param of tokens from which they were chosen
 * @param isContext whether these were the prompt's tokens up to the end of the context, and not all
 *     of it
 */
public record KeptTokens(List<Integer> perAttention, int of, boolean isContext)
    implements Measurement {
  public KeptTokens {
    perAttention = List.copyOf(perAttention);
    if (perAttention.isEmpty() || of < 1) {
      throw new IllegalArgumentException(
          "Invalid kept tokens: " + perAttention + " of " + of + " (must be some of some)");
    }
  }

  /** The mean over the attentions. */
  public double mean() {
    return perAttention.stream().mapToInt(Integer::intValue).average().orElseThrow();
  }

  /** The share of the tokens that stayed, from 0 to 1. */
  public double share() {
    return mean() / of;
  }
}
