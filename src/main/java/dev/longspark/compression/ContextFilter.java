package dev.longspark.compression;

import dev.longspark.compression.CompressionSettings.Step;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chooses the contexts that stay: those whose mean unforced word probability reaches a percentile
 * of all contexts' means, and those that are forced.
 */
final class ContextFilter {
  private final CompressionSettings settings;
  private final ContextBudget budget;

  ContextFilter(CompressionSettings settings) {
    this.settings = settings;
    this.budget = settings.contextBudget();
  }

  /**
   * The indices of the contexts that stay.
   *
   * @param contexts words of all chunks of each context
   * @param originTokens of all contexts
   * @throws IllegalArgumentException if a context has no words
   */
  Set<Integer> kept(List<List<Word>> contexts, int originTokens) {
    double[] scores =
        IntStream.range(0, contexts.size()).mapToDouble(i -> score(i, contexts.get(i))).toArray();
    double share = share(contexts.size(), originTokens);
    double threshold = Percentile.of(scores, (int) (100 * (1 - share)));
    return IntStream.range(0, scores.length)
        .filter(i -> scores[i] >= threshold || budget.forcedContexts().contains(i))
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static double score(int index, List<Word> words) {
    return words.stream()
        .mapToDouble(Word::unforced)
        .average()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot score context " + index + ": it has no known words"));
  }

  private double share(int contexts, int originTokens) {
    double share = budget.rate();
    int targetTokens = budget.targetTokens();
    if (budget.targetContexts() <= 0 && share >= 1 && targetTokens <= 0) {
      boolean dropsWords = settings.does(Step.TOKEN_FILTER);
      if (settings.targetTokens() >= 0) {
        targetTokens = settings.targetTokens() * (dropsWords ? 2 : 1);
      } else if (settings.rate() < 1) {
        share = dropsWords ? (settings.rate() + 1) / 2 : settings.rate();
      }
    }
    if (budget.targetContexts() >= 0) {
      share = Math.min((double) budget.targetContexts() / contexts, 1);
    }
    if (targetTokens >= 0) {
      share = Math.min((double) targetTokens / originTokens, 1);
    }
    return share;
  }
}
