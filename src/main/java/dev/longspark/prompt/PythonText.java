package dev.longspark.prompt;

/** Strings as Python sees them, where Java's own methods differ. */
final class PythonText {
  private PythonText() {}

  /** Whether Python counts the character as white space; U+200B and U+FEFF are not. */
  static boolean isSpace(char c) {
    return (c >= '\t' && c <= '\r')
        || (c >= '\u001c' && c <= ' ')
        || c == '\u0085'
        || c == '\u00a0'
        || c == '\u1680'
        || (c >= '\u2000' && c <= '\u200a')
        || c == '\u2028'
        || c == '\u2029'
        || c == '\u202f'
        || c == '\u205f'
        || c == '\u3000';
  }

  /** Whether there is nothing but white space. */
  static boolean isBlank(String text) {
    return stripStart(text).isEmpty();
  }

  static String strip(String text) {
    return stripStart(stripEnd(text));
  }

  static String stripStart(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
