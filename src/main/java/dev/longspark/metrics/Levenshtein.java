package dev.longspark.metrics;

/**
 * How many code points must be inserted, deleted or replaced to make one text of another.
 *
 * <p><em>Source:</em> Ukkonen, Algorithms for Approximate String Matching (1985): a distance of at
 * most k lies on the 2k + 1 diagonals around the main one, and only these are computed.
 */
final class Levenshtein {
  private Levenshtein() {}

  /**
   * The distance if it is at most the bound; else the bound + 1.
   *
   * @param a code points
   * @param b code points
   */
  static int distance(int[] a, int[] b, int bound) {
    int beyond = bound + 1;
    if (Math.abs(a.length - b.length) > bound) {
      return beyond;
    }
    int[] above = new int[b.length + 1];
    int[] row = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      int first = Math.max(1, i - bound);
      int last = Math.min(b.length, i + bound);
      row[first - 1] = first == 1 ? i : beyond;
      int least = row[first - 1];
      for (int j = first; j <= last; j++) {
        int replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
        least = Math.min(least, row[j]);
      }
      if (least > bound) {
        return beyond;
      }
      if (last < b.length) {
        row[last + 1] = beyond;
      }
      int[] filled = row;
      row = above;
      above = filled;
    }
    return Math.min(above[b.length], beyond);
  }
}
