package dev.longspark.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * QA-F1: how far the words of a prediction and of an answer are the same, each counted as often as
 * it occurs in both.
 *
 * <p><em>Formula:</em> with c words in common, P = c / |prediction|, R = c / |answer|, F1 = 2PR /
 * (P + R), all 0 if c = 0. <em>Source:</em> Rajpurkar et al., SQuAD (2016); LongBench's {@code
 * f1_score}. <em>Deviations:</em> none in F1; LongBench drops precision and recall, here they are
 * those of the first answer that attains the best F1.
 *
 * @param f1 0 to 1
 * @param precision 0 to 1
 * @param recall 0 to 1
 */
record TokenF1(double f1, double precision, double recall) {
  private static final TokenF1 ZERO = new TokenF1(0.0, 0.0, 0.0);

  /** The score of the first answer with the highest F1; 0 without answers. */
  static TokenF1 best(
      String prediction, List<String> answers, Function<String, List<String>> words) {
    List<String> predicted = words.apply(prediction);
    TokenF1 best = ZERO;
    for (String answer : answers) {
      TokenF1 score = of(predicted, words.apply(answer));
      if (score.f1 > best.f1) {
        best = score;
      }
    }
    return best;
  }

  static TokenF1 of(List<String> predicted, List<String> answer) {
    int common = common(predicted, answer);
    if (common == 0) {
      return ZERO;
    }
    double precision = 1.0 * common / predicted.size();
    double recall = 1.0 * common / answer.size();
    return new TokenF1((2 * precision * recall) / (precision + recall), precision, recall);
  }

  private static int common(List<String> predicted, List<String> answer) {
    Map<String, Integer> unmatched = new HashMap<>();
    for (String word : answer) {
      unmatched.merge(word, 1, Integer::sum);
    }
    int common = 0;
    for (String word : predicted) {
      Integer left = unmatched.get(word);
      if (left != null && left > 0) {
        unmatched.put(word, left - 1);
        common++;
      }
    }
    return common;
  }
}
