package dev.longspark.template;

import java.util.Locale;

/** Upper, lower and title case as Python has them. */
final class Cases {
  private static final int SHARP_APOSTROPHE_N = 0x149;
  private static final int DOTLESS_I = 0x131;
  private static final int SIGMA = 0x3a3;
  private static final int IOTA = 0x399;
  private static final int IOTA_BELOW = 0x345;

  private Cases() {}

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** For comparisons without regard to case. */
  static String caseFold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c < 128) {
                folded.append((char) Character.toLowerCase(c));
              } else if (c == DOTLESS_I) {
                folded.appendCodePoint(c);
              } else {
                String upper = upper(Character.toString(c));
                upper.codePoints().forEach(u -> folded.append(lowerAlone(u)));
              }
            });
    return folded.toString();
  }

  private static String lowerAlone(int c) {
    return c == SIGMA ? "σ" : lower(Character.toString(c));
  }

  static String swap(String text) {
    StringBuilder swapped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      swapped.append(
          Character.isUpperCase(c)
              ? lowerAt(text, i)
              : Character.isLowerCase(c) ? upper(Character.toString(c)) : Character.toString(c));
      i += Character.charCount(c);
    }
    return swapped.toString();
  }

  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.codePointAt(0);
    int rest = Character.charCount(first);
    return title(first) + lower(text).substring(lower(text.substring(0, rest)).length());
  }

  static String title(String text) {
    StringBuilder titled = new StringBuilder(text.length());
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      titled.append(inWord ? lowerAt(text, i) : title(c));
      inWord = Characters.isCased(c);
      i += Character.charCount(c);
    }
    return titled.toString();
  }

  /** A character's lower case where it stands: a sigma that ends a word differs. */
  private static String lowerAt(String text, int index) {
    int c = text.codePointAt(index);
    if (c != SIGMA) {
      return lower(Character.toString(c));
    }
    int from = Math.max(0, index - 32);
    String around = text.substring(from, Math.min(text.length(), index + 32));
    return lower(around).substring(index - from, index - from + 1);
  }

  /** A character's title case, which may be several characters. */
  private static String title(int c) {
    if (c < 128) {
      return Character.toString(Character.toUpperCase(c));
    }
    int simple = Character.toTitleCase(c);
    String upper = upper(Character.toString(c));
    if (simple != c || upper.codePointCount(0, upper.length()) == 1 || c == SHARP_APOSTROPHE_N) {
      return c == SHARP_APOSTROPHE_N ? upper : Character.toString(simple);
    }
    StringBuilder title = new StringBuilder();
    upper
        .codePoints()
        .forEach(
            u -> {
              if (title.length() == 0) {
                title.appendCodePoint(u);
              } else {
                title.append(
                    u == IOTA ? Character.toString(IOTA_BELOW) : lower(Character.toString(u)));
              }
            });
    return title.toString();
  }
}
