package dev.longspark.metrics;

/**
 * LongBench's first-line rule: few-shot tasks score only the first line that is not empty, because
 * models go on with examples of their own.
 */
public final class FirstLine {
  private FirstLine() {}

  /**
   * The text before the first line feed, leading line feeds skipped. No other character ends a line
   * or is skipped, not even a carriage return.
   */
  public static String of(String prediction) {
    int start = 0;
    while (start < prediction.length() && prediction.charAt(start) == '\n') {
      start++;
    }
    int end = prediction.indexOf('\n', start);
    return prediction.substring(start, end < 0 ? prediction.length() : end);
  }
}
