package dev.longspark.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Messages about a name that is not among the allowed ones. */
public final class Names {
  private Names() {}

  /**
   * What is allowed, with the likeliest meant name first.
   *
   * @param name what was written
   * @param allowed every name that may stand there
   * @return for example {@code (did you mean 'qasper'? one of: narrativeqa, qasper)}
   */
  public static String instead(String name, Collection<String> allowed) {
    String all = allowed.isEmpty() ? "none allowed here" : "one of: " + String.join(", ", allowed);
    return closest(name, allowed)
        .map(close -> "(did you mean '" + close + "'? " + all + ")")
        .orElse("(" + all + ")");
  }

  private static Optional<String> closest(String name, Collection<String> allowed) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, wanted.length() / 3);
    String best = null;
    int bestDistance = limit + 1;
    for (String candidate : allowed) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein distance over UTF-16 units. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
