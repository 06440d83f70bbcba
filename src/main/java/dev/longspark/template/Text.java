package dev.longspark.template;

import java.math.BigInteger;

/** Python's {@code str}. */
final class Text {
  private static final int MAX_DIGITS = 4300;

  private Text() {}

  /** Whether it is a {@code str}, as safe text is too. */
  static boolean isText(Object value) {
    return value instanceof String || value instanceof Markup;
  }

  /**
   * What printing shows.
   *
   * @throws TemplateException if it would be a place in memory
   */
  static String of(Object value, Rendering rendering) {
    return of(value, rendering.budget());
  }

  static String of(Object value, Budget budget) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Markup markup) {
      return markup.text();
    }
    if (value instanceof Undefined) {
      return "";
    }
    return Repr.of(value, budget);
  }

  /** An integer's decimal digits. */
  static String digits(Object integer) {
    if (integer instanceof BigInteger big) {
      String digits = big.toString();
      if (digits.length() > MAX_DIGITS + (big.signum() < 0 ? 1 : 0)) {
        throw Fault.value(
            "Exceeds the limit (%d digits) for integer string conversion", MAX_DIGITS);
      }
      return digits;
    }
    return integer.toString();
  }

  /** A text's code points from one index up to another, both within it. */
  static String substring(String text, int from, int end) {
    int start = text.offsetByCodePoints(0, from);
    return text.substring(start, text.offsetByCodePoints(start, end - from));
  }
}
