package dev.longspark.prompt;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether a regular expression repeats without end a group that itself repeats without end, as
 * {@code (a+)+} or {@code (a|a)*}: a search that fails then tries every way to divide the text.
 */
final class NestedRepeats {
  private static final String ENDLESS = "*+";

  private final String pattern;
  private int at;

  private NestedRepeats(String pattern) {
    this.pattern = pattern;
  }

  static boolean isIn(String pattern) {
    return new NestedRepeats(pattern).find();
  }

  private boolean find() {
    Deque<Boolean> groups = new ArrayDeque<>(); // whether each open group can be divided in ways
    groups.push(false);
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      boolean divides = false;
      switch (c) {
        case '\\' -> at++;
        case '[' -> skipClass();
        case '(' -> {
          groups.push(false);
          continue;
        }
        case '|' -> {
          if (groups.size() > 1) {
            mark(groups);
          }
          continue;
        }
        case ')' -> divides = groups.size() > 1 && groups.pop();
        default -> {
          // A character, which stands for itself.
        }
      }
      boolean endless = skipRepeat();
      if (endless && divides) {
        return true;
      }
      if (endless || divides) {
        mark(groups);
      }
    }
    return false;
  }

  private static void mark(Deque<Boolean> groups) {
    groups.pop();
    groups.push(true);
  }

  /** Passes over the quantifier that may come, and says whether it has no upper end. */
  private boolean skipRepeat() {
    boolean endless = false;
    if (at < pattern.length() && ENDLESS.indexOf(pattern.charAt(at)) >= 0) {
      endless = true;
      at++;
    } else if (at < pattern.length() && pattern.charAt(at) == '?') {
      at++;
    } else if (at < pattern.length() && pattern.charAt(at) == '{') {
      int end = pattern.indexOf('}', at);
      String bounds = end < 0 ? "" : pattern.substring(at + 1, end);
      if (bounds.matches("\\d*,?\\d*") && !bounds.isEmpty()) {
        endless = bounds.endsWith(",");
        at = end + 1;
      }
    }
    while (at < pattern.length() && "?+".indexOf(pattern.charAt(at)) >= 0) {
      at++; // lazy or possessive
    }
    return endless;
  }

  private void skipClass() {
    int depth = 1;
    if (at < pattern.length() && pattern.charAt(at) == '^') {
      at++;
    }
    if (at < pattern.length() && pattern.charAt(at) == ']') {
      at++;
    }
    while (at < pattern.length() && depth > 0) {
      char c = pattern.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth--;
      }
    }
  }
}
