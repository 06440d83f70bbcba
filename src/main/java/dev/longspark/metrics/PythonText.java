package dev.longspark.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Text as Python sees it. The published metrics are Python, and none of Java's notions of white
 * space ({@code \s}, {@code trim}, {@code strip}) and of word characters is the same set.
 */
final class PythonText {
  private static final int LETTERS =
      1 << Character.UPPERCASE_LETTER
          | 1 << Character.LOWERCASE_LETTER
          | 1 << Character.TITLECASE_LETTER
          | 1 << Character.MODIFIER_LETTER
          | 1 << Character.OTHER_LETTER;
  private static final int NUMBERS =
      1 << Character.DECIMAL_DIGIT_NUMBER
          | 1 << Character.LETTER_NUMBER
          | 1 << Character.OTHER_NUMBER;

  private PythonText() {}

  /** White space as in {@code str.split()}; all of it lies in the Basic Multilingual Plane. */
  static boolean isWhitespace(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint == ' '
          || (codePoint >= 0x09 && codePoint <= 0x0D)
          || (codePoint >= 0x1C && codePoint <= 0x1F);
    }
    return switch (codePoint) {
      case 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
      default -> codePoint >= 0x2000 && codePoint <= 0x200A;
    };
  }

  /** Letters and numbers of every kind, but no combining marks; with the underscore, {@code \w}. */
  static boolean isLetterOrNumber(int codePoint) {
    return ((LETTERS | NUMBERS) >> Character.getType(codePoint) & 1) != 0;
  }

  /** Whether a text holds a letter or a number. */
  static boolean hasLetterOrNumber(String text) {
    return text.codePoints().anyMatch(PythonText::isLetterOrNumber);
  }

  /** One of the 32 characters of {@code string.punctuation}. */
  static boolean isPunctuation(int codePoint) {
    return (codePoint >= '!' && codePoint <= '/')
        || (codePoint >= ':' && codePoint <= '@')
        || (codePoint >= '[' && codePoint <= '`')
        || (codePoint >= '{' && codePoint <= '~');
  }

  /** The words of {@code text.split()}. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= text.length(); at++) {
      if (at == text.length() || isWhitespace(text.charAt(at))) {
        if (at > start) {
          words.add(text.substring(start, at));
        }
        start = at + 1;
      }
    }
    return words;
  }
}
