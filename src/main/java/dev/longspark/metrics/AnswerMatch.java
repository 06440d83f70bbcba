package dev.longspark.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether a prediction is an accepted answer, or holds one. */
public enum AnswerMatch implements TaskMetric {
  /**
   * 1 if the prediction is one of the answers, else 0.
   *
   * <p><em>Source:</em> Rajpurkar et al., SQuAD (2016): both without case, ASCII punctuation,
   * articles and extra white space. <em>Deviations:</em> an answer of which that leaves nothing,
   * such as "the" or "+", is compared as it stands, without white space around it.
   */
  EXACT_MATCH {
    @Override
    double value(String prediction, List<String> answers) {
      return answers.stream().anyMatch(answer -> isSame(prediction, answer)) ? 1.0 : 0.0;
    }
  },

  /**
   * The share of the answers that the prediction holds, upper and lower case alike.
   *
   * <p><em>Source:</em> RULER's {@code string_match_all}, of NVIDIA/RULER, commit c3f5e3b; control
   * characters of a prediction are line breaks. <em>Deviations:</em> none. It is plain text search:
   * "12345678" holds "1234567".
   */
  CONTAINS_ALL {
    @Override
    double value(String prediction, List<String> answers) {
      return answers.isEmpty() ? 0.0 : (double) held(prediction, answers) / answers.size();
    }
  },

  /**
   * 1 if the prediction holds at least one of the answers, else 0.
   *
   * <p><em>Source:</em> RULER's {@code string_match_part}, as {@link #CONTAINS_ALL}.
   * <em>Deviations:</em> none.
   */
  CONTAINS_ANY {
    @Override
    double value(String prediction, List<String> answers) {
      return held(prediction, answers) > 0 ? 1.0 : 0.0;
    }
  };

  private static final char LAST_CONTROL = '\u001f';

  abstract double value(String prediction, List<String> answers);

  @Override
  public String headline() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Map<String, Double> score(String prediction, List<String> answers, List<String> classes) {
    return Map.of(headline(), value(prediction, answers));
  }

  private static boolean isSame(String prediction, String answer) {
    List<String> words = EnglishText.words(answer);
    return words.isEmpty()
        ? prediction.strip().equals(answer.strip())
        : EnglishText.words(prediction).equals(words);
  }

  private static long held(String prediction, List<String> answers) {
    StringBuilder plain = new StringBuilder(prediction.strip());
    for (int i = 0; i < plain.length(); i++) {
      if (plain.charAt(i) <= LAST_CONTROL) {
        plain.setCharAt(i, '\n');
      }
    }
    String text = plain.toString().strip().toLowerCase(Locale.ROOT);
    return answers.stream()
        .filter(answer -> text.contains(answer.toLowerCase(Locale.ROOT)))
        .count();
  }
}
