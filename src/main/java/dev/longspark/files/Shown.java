package dev.longspark.files;

/**
 * Text of unknown origin as one line for people: what steers a terminal or a page is made visible.
 */
public final class Shown {
  private static final int MOST_CHARACTERS = 200;

  private Shown() {}

  /** The beginning of a text, with control and direction characters as {@code \}{@code u202e}. */
  public static String of(String text) {
    int end = Math.min(text.length(), MOST_CHARACTERS);
    String begin = visible(text.substring(0, end));
    return end < text.length() ? begin + "..." : begin;
  }

  /** All of a text, with control and direction characters as {@code \}{@code u202e}. */
  public static String visible(String text) {
    if (text.chars().noneMatch(Shown::isHidden)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (isHidden(c)) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.append((char) c);
              }
            });
    return shown.toString();
  }

  /** Controls, and what changes the direction of writing or is of no width. */
  private static boolean isHidden(int c) {
    return Character.isISOControl(c)
        || (c >= 0x200B && c <= 0x200F)
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2060 && c <= 0x206F)
        || c == 0x061C
        || c == 0xFEFF;
  }
}
