package dev.longspark.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SQuAD's answer normalization, as LongBench's {@code normalize_answer}: lower case, then without
 * ASCII punctuation, then without the words a, an and the, then split at white space.
 */
final class EnglishText {
  private EnglishText() {}

  /** The words that QA-F1 compares. */
  static List<String> words(String text) {
    String plain = withoutPunctuation(text.toLowerCase(Locale.ROOT));
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int at = 0, end; at < plain.length(); at = end) {
      end = pieceEnd(plain, at);
      if (!PythonText.isWhitespace(plain.charAt(at)) && !isArticle(plain, at, end)) {
        word.append(plain, at, end);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private static String withoutPunctuation(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (!PythonText.isPunctuation(c)) {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  /** A piece is one run of letters and numbers, whole, or one other character. */
  private static int pieceEnd(String text, int start) {
    int end = start;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      if (!PythonText.isLetterOrNumber(codePoint)) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return Math.max(end, start + 1);
  }

  private static boolean isArticle(String text, int start, int end) {
    return switch (end - start) {
      case 1 -> text.charAt(start) == 'a';
      case 2 -> text.startsWith("an", start);
      case 3 -> text.startsWith("the", start);
      default -> false;
    };
  }
}
