package dev.longspark.compression;

import java.io.Serializable;
import java.util.List;

/**
 * What the context filter keeps. With no target and a rate of 1, the share follows from the rate of
 * the words.
 *
 * @param targetContexts the wanted number of contexts, or -1
 * @param rate the wanted share of contexts, 0 to 1
 * @param targetTokens the wanted number of tokens before words are dropped, or -1
 * @param forcedContexts indices of contexts that are always kept
 */
public record ContextBudget(
    int targetContexts, double rate, int targetTokens, List<Integer> forcedContexts)
    implements Serializable {
  private static final int ABSENT = -1;

  /** No target of its own. */
  public static final ContextBudget NONE = new ContextBudget(ABSENT, 1.0, ABSENT, List.of());

  public ContextBudget {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("Invalid context rate: " + rate + " (must be 0 to 1)");
    }
    forcedContexts = List.copyOf(forcedContexts);
  }
}
