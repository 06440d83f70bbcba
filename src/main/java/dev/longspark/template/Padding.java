package dev.longspark.template;

/** Texts brought to a width. */
final class Padding {
  private Padding() {}

  /**
   * A text in a given width.
   *
   * @param align {@code <} left, {@code >} right, {@code ^} in the middle
   */
  static String pad(String text, int fill, char align, int width, Budget budget) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    String filler = Character.toString(fill);
    budget.characters((long) missing * filler.length() + text.length());
    int left = align == '<' ? 0 : align == '>' ? missing : missing / 2;
    return filler.repeat(left) + text + filler.repeat(missing - left);
  }

  /**
   * Digits in groups.
   *
   * @param width zeros are put in front up to so many characters
   */
  static String grouped(String digits, char separator, int size, int width, Budget budget) {
    budget.characters(2L * Math.max(digits.length(), width));
    StringBuilder grouped = new StringBuilder();
    int count = 0;
    for (int i = digits.length() - 1; i >= 0 || grouped.length() < width; i--) {
      if (count > 0 && count % size == 0) {
        grouped.append(separator);
      }
      grouped.append(i >= 0 ? digits.charAt(i) : '0');
      count++;
    }
    return grouped.reverse().toString();
  }
}
