package dev.longspark.template;

/** Searches in texts that take a time in proportion to the text, whatever is looked for. */
final class Search {
  /** Java compares at each place anew, which is fast for short parts only. */
  private static final int SHORT = 32;

  private Search() {}

  static boolean contains(String text, String part, Budget budget) {
    return indexOf(text, part, 0, text.length(), budget) >= 0;
  }

  /**
   * Where a part first occurs, in UTF-16 units.
   *
   * @param from not before
   * @param end where the part must have ended
   * @return -1 if it does not occur
   */
  static int indexOf(String text, String part, int from, int end, Budget budget) {
    int first = from;
    while (first + part.length() <= end) {
      int found =
          part.length() <= SHORT
              ? text.indexOf(part, first)
              : new Pattern(part, budget).find(text, first, end);
      budget.scan(2L * ((found < 0 ? end : found) - first + part.length()));
      if (found < 0 || found + part.length() > end) {
        return -1;
      }
      if (!splitsPair(text, found) && !splitsPair(text, found + part.length())) {
        return found;
      }
      first = found + 1;
    }
    return -1;
  }

  /** Where a part last occurs, -1 if it does not. */
  static int lastIndexOf(String text, String part, int from, int end, Budget budget) {
    budget.scan(2L * Math.max(end - from, 0));
    if (part.length() > SHORT) {
      int last = -1;
      for (int at = from; (at = indexOf(text, part, at, end, budget)) >= 0; at++) {
        last = at;
      }
      return last;
    }
    for (int found = end - part.length(); found >= from; found--) {
      found = text.lastIndexOf(part, found);
      if (found < from) {
        return -1;
      }
      if (!splitsPair(text, found) && !splitsPair(text, found + part.length())) {
        return found;
      }
    }
    return -1;
  }

  private static boolean splitsPair(String text, int index) {
    return index > 0
        && index < text.length()
        && Character.isLowSurrogate(text.charAt(index))
        && Character.isHighSurrogate(text.charAt(index - 1));
  }

  /** A part to look for by the method of Knuth, Morris and Pratt. */
  private static final class Pattern {
    private final String part;

    /** How much of the part's beginning ends at each of its characters. */
    private final int[] borders;

    Pattern(String part, Budget budget) {
      budget.characters(2L * part.length());
      this.part = part;
      this.borders = new int[part.length()];
      int border = 0;
      for (int i = 1; i < borders.length; i++) {
        border = extended(border, part.charAt(i));
        borders[i] = border;
      }
    }

    private int extended(int matched, char c) {
      int border = matched;
      while (border > 0 && part.charAt(border) != c) {
        border = borders[border - 1];
      }
      return part.charAt(border) == c ? border + 1 : border;
    }

    int find(String text, int from, int end) {
      int matched = 0;
      for (int i = from; i < end; i++) {
        matched = extended(matched, text.charAt(i));
        if (matched == part.length()) {
          return i - matched + 1;
        }
      }
      return -1;
    }
  }
}
