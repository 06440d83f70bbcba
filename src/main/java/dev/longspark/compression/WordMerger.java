package dev.longspark.compression;

import java.util.ArrayList;
import java.util.List;

/**
 * Merges a chunk's tokens and their keep probabilities into words. Special tokens are skipped, so
 * unknown pieces are never kept.
 *
 * <p>A word's unforced probability is its first piece's whatever the merging, because the released
 * package repeats that value for the pieces that continue a word.
 */
final class WordMerger {
  private final TokenFamily family;
  private final ForceTokens force;
  private final CompressionSettings settings;

  WordMerger(TokenFamily family, ForceTokens force, CompressionSettings settings) {
    this.family = family;
    this.force = force;
    this.settings = settings;
  }

  /**
   * The words in order.
   *
   * @param tokens token strings; unknown pieces under the unknown token's name
   * @param probabilities one for each token, 0 to 1
   * @throws IllegalArgumentException if the first token continues a word
   */
  List<Word> merge(List<String> tokens, double[] probabilities) {
    List<Word> words = new ArrayList<>();
    OpenWord open = null;
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (family.isSpecial(token)) {
        continue;
      }
      if (family.beginsWord(token, force)) {
        if (open != null) {
          words.add(open.close());
        }
        open = new OpenWord(token, probabilities[i]);
      } else if (open == null) {
        throw new IllegalArgumentException(
            "Cannot merge words: the first token '" + token + "' continues a word");
      } else {
        open.append(token, probabilities[i]);
      }
    }
    if (open != null) {
      words.add(open.close());
    }
    return words;
  }

  private final class OpenWord {
    private final StringBuilder text;
    private final double unforced;
    private final double first;
    private double sum;
    private int pieces = 1;

    OpenWord(String token, double probability) {
      String restored = force.restoreToken(token);
      text = new StringBuilder(restored);
      unforced = probability;
      boolean forced = force.containsOrMarks(family.pure(token));
      first = forced ? 1.0 : digitsForced(restored, probability);
      sum = first;
    }

    void append(String token, double probability) {
      text.append(family.pure(token));
      sum += digitsForced(token, probability);
      pieces++;
    }

    Word close() {
      double probability =
          switch (settings.wordProbability()) {
            case MEAN -> sum / pieces;
            case FIRST -> first;
          };
      return new Word(text.toString(), probability, unforced);
    }
  }

  private double digitsForced(String token, double probability) {
    boolean forced =
        settings.does(CompressionSettings.Step.FORCE_DIGITS)
            && token.codePoints().anyMatch(Character::isDigit);
    return forced ? 1.0 : probability;
  }
}
