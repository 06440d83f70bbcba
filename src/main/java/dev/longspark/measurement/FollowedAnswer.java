package dev.longspark.measurement;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What a model thought along an answer that it was given.
 *
 * @param prompt the SHA-256 of the prompt's token ids: answers are compared behind equal prompts
 * @param answer its token ids
 * @param distributions of each token before it was read
 */
public record FollowedAnswer(
    String prompt, List<Integer> answer, List<TokenDistribution> distributions)
    implements Serializable {
  /** Of the baseline's most likely tokens so many are told apart, the others are one outcome. */
  private static final int BEST = 64;

  /** Up to here every token of a vocabulary is told apart. */
  private static final int WHOLE_VOCABULARY = 1024;

  /** Copies the lists and requires a distribution for each token. */
  public FollowedAnswer {
    answer = List.copyOf(answer);
    distributions = List.copyOf(distributions);
    if (answer.isEmpty() || answer.size() != distributions.size()) {
      throw new IllegalArgumentException(
          "Invalid answer: %d tokens with %d distributions"
              .formatted(answer.size(), distributions.size()));
    }
  }

  /** How many tokens of a vocabulary are told apart. */
  public static int outcomes(int vocabulary) {
    return vocabulary <= WHOLE_VOCABULARY ? vocabulary : BEST;
  }

  /** Where two answers part first, from 1; one that ends before the other parts there. */
  public static Optional<Integer> parting(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      if (i >= one.size() || i >= other.size() || !one.get(i).equals(other.get(i))) {
        return Optional.of(i + 1);
      }
    }
    return Optional.empty();
  }
}
