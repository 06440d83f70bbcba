package dev.longspark.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * LongBench's metrics.
 *
 * <p><em>Source:</em> {@code metrics.py} and {@code eval.py} of THUDM/LongBench, commit 2e00731.
 * <em>Deviations:</em> the class names are those of the sample (LongBench takes those of the file's
 * last line, which are the same); QA-F1 is reported together with its precision and recall.
 */
public enum Metric implements TaskMetric {
  QA_F1("qa_f1"),
  QA_F1_ZH("qa_f1"),
  ROUGE_L("rouge_l"),
  ROUGE_L_ZH("rouge_l"),
  CLASSIFICATION("classification"),
  RETRIEVAL_EN("retrieval"),
  RETRIEVAL_ZH("retrieval"),
  COUNT("count"),
  CODE_SIMILARITY("code_similarity");

  private final String headline;

  Metric(String headline) {
    this.headline = headline;
  }

  @Override
  public String headline() {
    return headline;
  }

  /**
   * Scores one prediction against the accepted answers; the best answer counts, and without answers
   * every score is 0.
   *
   * @param prediction the text to score, already cut to its {@link FirstLine} where the task asks
   *     for that
   * @param answers the accepted answers
   * @param classes the class names to choose from; only classification looks at them
   * @return scores from 0 to 1 by name, the {@linkplain #headline headline} first
   * @throws IllegalArgumentException if a retrieval task's answer names no paragraph
   */
  @Override
  public Map<String, Double> score(String prediction, List<String> answers, List<String> classes) {
    return switch (this) {
      case QA_F1 -> tokenF1(TokenF1.best(prediction, answers, EnglishText::words));
      case QA_F1_ZH -> tokenF1(TokenF1.best(prediction, answers, ChineseText::words));
      case ROUGE_L -> best(answers, answer -> RougeL.UNLIMITED.score(prediction, answer));
      case ROUGE_L_ZH -> chineseRouge(prediction, answers);
      case CLASSIFICATION ->
          best(answers, answer -> Classification.score(prediction, answer, classes));
      case RETRIEVAL_EN ->
          best(answers, answer -> NumberMatch.PARAGRAPH_EN.score(prediction, answer));
      case RETRIEVAL_ZH ->
          best(answers, answer -> NumberMatch.PARAGRAPH_ZH.score(prediction, answer));
      case COUNT -> best(answers, answer -> NumberMatch.COUNT.score(prediction, answer));
      case CODE_SIMILARITY -> best(answers, answer -> CodeSimilarity.score(prediction, answer));
    };
  }

  private Map<String, Double> chineseRouge(String prediction, List<String> answers) {
    String spaced = ChineseText.spaced(prediction);
    return best(answers, answer -> RougeL.UNLIMITED.score(spaced, ChineseText.spaced(answer)));
  }

  private Map<String, Double> best(List<String> answers, ToDoubleFunction<String> metric) {
    return Map.of(headline, answers.stream().mapToDouble(metric).max().orElse(0.0));
  }

  private Map<String, Double> tokenF1(TokenF1 score) {
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put(headline, score.f1());
    scores.put("qa_precision", score.precision());
    scores.put("qa_recall", score.recall());
    return Collections.unmodifiableMap(scores);
  }
}
