package dev.longspark.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Texts in parts; at most so many cuts, negative for all. */
final class StringSplits {
  private StringSplits() {}

  /** What stands between white space, cut from the left. */
  static List<String> words(String text, int most) {
    List<String> words = new ArrayList<>();
    int at = skipSpace(text, 0);
    while (at < text.length()) {
      if (words.size() == most) {
        words.add(text.substring(at));
        break;
      }
      int end = at;
      while (end < text.length() && !Characters.isSpace(text.charAt(end))) {
        end++;
      }
      words.add(text.substring(at, end));
      at = skipSpace(text, end);
    }
    return words;
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && Characters.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** What stands between white space, cut from the right. */
  static List<String> lastWords(String text, int most) {
    List<String> words = new ArrayList<>();
    int end = skipSpaceBack(text, text.length());
    while (end > 0) {
      if (words.size() == most) {
        words.add(text.substring(0, end));
        break;
      }
      int start = end;
      while (start > 0 && !Characters.isSpace(text.charAt(start - 1))) {
        start--;
      }
      words.add(text.substring(start, end));
      end = skipSpaceBack(text, start);
    }
    Collections.reverse(words);
    return words;
  }

  private static int skipSpaceBack(String text, int from) {
    int at = from;
    while (at > 0 && Characters.isSpace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** What stands between separators, cut from the left. */
  static List<String> parts(String text, String separator, int most, Budget budget) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    int found;
    while (parts.size() != most
        && (found = Search.indexOf(text, separator, at, text.length(), budget)) >= 0) {
      budget.cells(1);
      parts.add(text.substring(at, found));
      at = found + separator.length();
    }
    parts.add(text.substring(at));
    return parts;
  }

  /** What stands between separators, cut from the right. */
  static List<String> lastParts(String text, String separator, int most, Budget budget) {
    List<String> parts = new ArrayList<>();
    int end = text.length();
    int found;
    while (parts.size() != most && (found = before(text, separator, end, budget)) >= 0) {
      budget.cells(1);
      parts.add(text.substring(found + separator.length(), end));
      end = found;
    }
    parts.add(text.substring(0, end));
    Collections.reverse(parts);
    return parts;
  }

  private static int before(String text, String separator, int end, Budget budget) {
    int found = text.lastIndexOf(separator, end - separator.length());
    budget.scan(2L * (end - Math.max(found, 0)) * (1 + Math.min(separator.length() / 32, 1 << 20)));
    return found;
  }

  /**
   * Lines, of whatever end.
   *
   * @param keep whether their ends stay
   */
  static List<String> lines(String text, boolean keep, Budget budget) {
    budget.characters(text.length());
    List<String> lines = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && !Characters.isLineBreak(text.charAt(end))) {
        end++;
      }
      int next = end;
      if (end < text.length()) {
        next = text.startsWith("\r\n", end) ? end + 2 : end + 1;
      }
      budget.cells(1);
      lines.add(text.substring(at, keep ? next : end));
      at = next;
    }
    return lines;
  }
}
