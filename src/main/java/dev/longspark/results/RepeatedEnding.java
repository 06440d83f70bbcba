package dev.longspark.results;

/** Whether a text ends in a loop: the same passage at least three times, one after the other. */
final class RepeatedEnding {
  private static final int TIMES = 3;

  /** Shorter endings, such as a row of dots, are no loop. */
  private static final int LEAST_CHARACTERS = 60;

  private RepeatedEnding() {}

  /**
   * Looks for the ending by the text's shortest periods, in linear time: the prefix function of the
   * reversed text (Knuth, Morris and Pratt) gives the shortest period of every ending.
   */
  static boolean in(String text) {
    String trimmed = text.strip();
    int length = trimmed.length();
    int[] border = new int[length + 1];
    int matched = 0;
    for (int end = 2; end <= length; end++) {
      char next = trimmed.charAt(length - end);
      while (matched > 0 && next != trimmed.charAt(length - 1 - matched)) {
        matched = border[matched];
      }
      if (next == trimmed.charAt(length - 1 - matched)) {
        matched++;
      }
      border[end] = matched;
      if (end >= LEAST_CHARACTERS && end >= TIMES * (end - matched)) {
        return true;
      }
    }
    return false;
  }
}
