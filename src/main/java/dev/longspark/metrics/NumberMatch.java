package dev.longspark.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * The share of a prediction's numbers that are the right one; 0 without numbers. A number is a
 * whole run of decimal digits of any script, compared as text: 03 is not 3.
 *
 * <p><em>Source:</em> LongBench's {@code retrieval_score}, {@code retrieval_zh_score} and {@code
 * count_score}. <em>Deviations:</em> none.
 *
 * @param marker what stands before the right number in an answer; empty: the answer is the number
 */
record NumberMatch(String marker) {
  static final NumberMatch PARAGRAPH_EN = new NumberMatch("Paragraph ");
  static final NumberMatch PARAGRAPH_ZH = new NumberMatch("段落");
  static final NumberMatch COUNT = new NumberMatch("");

  /**
   * @throws IllegalArgumentException if the answer lacks the marker with a number
   */
  double score(String prediction, String answer) {
    String right = marker.isEmpty() ? answer : numberAfterMarker(answer);
    List<String> numbers = numbers(prediction);
    if (numbers.isEmpty()) {
      return 0.0;
    }
    long matches = numbers.stream().filter(right::equals).count();
    return (double) matches / numbers.size();
  }

  private String numberAfterMarker(String answer) {
    for (int at = answer.indexOf(marker); at >= 0; at = answer.indexOf(marker, at + 1)) {
      int start = at + marker.length();
      int end = endOfDigits(answer, start);
      if (end > start) {
        return answer.substring(start, end);
      }
    }
    throw new IllegalArgumentException(
        "Invalid answer: '%s' (must hold '%s' and a number)".formatted(answer, marker.strip()));
  }

  private static List<String> numbers(String text) {
    List<String> numbers = new ArrayList<>();
    for (int start = 0, end; start < text.length(); start = Math.max(end, start + 1)) {
      end = endOfDigits(text, start);
      if (end > start) {
        numbers.add(text.substring(start, end));
      }
    }
    return numbers;
  }

  private static int endOfDigits(String text, int start) {
    int end = start;
    while (end < text.length() && Character.isDigit(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }
}
