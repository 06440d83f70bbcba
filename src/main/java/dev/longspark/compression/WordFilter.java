package dev.longspark.compression;

import dev.longspark.compression.CompressionSettings.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which words of a chunk stay.
 *
 * <p>The threshold is a percentile of the probabilities, each repeated by its word's token count; a
 * word stays if its probability is strictly above, or if both are 1.
 */
final class WordFilter {
  private final ForceTokens force;
  private final boolean dropsConsecutive;
  private final double rate;
  private final TokenCounter counter;

  WordFilter(ForceTokens force, CompressionSettings settings, double rate, TokenCounter counter) {
    this.force = force;
    this.dropsConsecutive = settings.does(Step.DROP_CONSECUTIVE);
    this.rate = rate;
    this.counter = counter;
  }

  /**
   * The words of one chunk, as they came, with what becomes of them.
   *
   * @throws IllegalArgumentException if there is no word
   */
  List<ScoredWord> decide(List<Word> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot compress a chunk without words: its tokens are all unknown");
    }
    double[] probabilities = words.stream().mapToDouble(Word::probability).toArray();
    if (dropsConsecutive) {
      dropRepeated(words, probabilities);
    }
    int[] counts = words.stream().mapToInt(word -> counter.count(word.text())).toArray();
    double threshold =
        Percentile.of(probabilities, counts, CompressionSettings.percentile(rate, 1));
    return keep(words, probabilities, threshold);
  }

  /** A force token that follows its like, with no word between that would stay, goes to 0. */
  private void dropRepeated(List<Word> words, double[] probabilities) {
    double threshold = Percentile.of(probabilities, CompressionSettings.percentile(rate, 0));
    boolean wordBetween = false;
    String previous = "";
    for (int i = 0; i < probabilities.length; i++) {
      String word = words.get(i).text();
      if (force.contains(word)) {
        if (wordBetween) {
          wordBetween = false;
        } else if (word.equals(previous)) {
          probabilities[i] = 0;
        }
        previous = word;
      } else {
        wordBetween |= probabilities[i] > threshold;
      }
    }
  }

  private List<ScoredWord> keep(List<Word> words, double[] probabilities, double threshold) {
    List<ScoredWord> scored = new ArrayList<>();
    String lastKept = "";
    for (int i = 0; i < probabilities.length; i++) {
      double probability = probabilities[i];
      String word = words.get(i).text();
      boolean repeats = dropsConsecutive && word.equals(lastKept) && force.contains(word);
      boolean passes = probability > threshold || (threshold == 1 && probability == 1);
      scored.add(new ScoredWord(word, probability, passes && !repeats));
      if (passes && !repeats) {
        lastKept = word;
      }
    }
    return scored;
  }
}
