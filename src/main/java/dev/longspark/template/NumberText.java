package dev.longspark.template;

import java.math.BigInteger;

/** Numbers in texts, as Python's {@code int} and {@code float} read them. */
final class NumberText {
  private static final int MAX_DIGITS = 4300;

  private NumberText() {}

  /**
   * An integer.
   *
   * @param base from 2 to 36, or 0 for what the text's prefix says
   * @throws TemplateException if it is none
   */
  static Object integer(String text, int base) {
    String trimmed = trimmed(text);
    boolean signed = trimmed.startsWith("-") || trimmed.startsWith("+");
    String digits = signed ? trimmed.substring(1) : trimmed;
    int radix = base;
    int prefix = prefixRadix(digits);
    if (prefix > 0 && (base == 0 || base == prefix)) {
      radix = prefix;
      digits = digits.substring(digits.startsWith("_", 2) ? 3 : 2);
    } else if (base == 0) {
      radix = 10;
      if (digits.length() > 1 && digits.startsWith("0") && !digits.matches("[0_]+")) {
        throw invalid(text, base);
      }
    }
    if (radix < 2 || radix > 36) {
      throw Fault.value("int() base must be >= 2 and <= 36, or 0");
    }
    String plain = withoutUnderscores(digits);
    if (plain == null || !plain.codePoints().allMatch(isDigit(radix))) {
      throw invalid(text, base);
    }
    if (plain.length() > MAX_DIGITS && Integer.bitCount(radix) > 1) {
      throw Fault.value("Exceeds the limit (%d digits) for integer string conversion", MAX_DIGITS);
    }
    if (plain.length() > Numbers.MAX_BITS) {
      throw Fault.limit("makes an integer of more than %d bits", Numbers.MAX_BITS);
    }
    BigInteger value = new BigInteger(plain, radix);
    return Numbers.normal(trimmed.startsWith("-") ? value.negate() : value);
  }

  private static java.util.function.IntPredicate isDigit(int radix) {
    return c -> Character.digit(c, radix) >= 0 && (c < 128 || Characters.isDecimal(c));
  }

  private static TemplateException invalid(String text, int base) {
    return Fault.value("invalid literal for int() with base %d: %s", base, Repr.quoted(text));
  }

  private static int prefixRadix(String digits) {
    if (digits.length() < 3 || digits.charAt(0) != '0') {
      return 0;
    }
    return switch (digits.charAt(1)) {
      case 'x', 'X' -> 16;
      case 'o', 'O' -> 8;
      case 'b', 'B' -> 2;
      default -> 0;
    };
  }

  private static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && Characters.isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && Characters.isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** The digits alone, {@code null} if an underscore is not between two. */
  private static String withoutUnderscores(String digits) {
    if (digits.isEmpty()
        || digits.startsWith("_")
        || digits.endsWith("_")
        || digits.contains("__")) {
      return null;
    }
    return digits.replace("_", "");
  }

  /**
   * A float.
   *
   * @throws TemplateException if it is none
   */
  static double real(String text) {
    StringBuilder plain = new StringBuilder();
    String trimmed = trimmed(text);
    for (int i = 0; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      boolean between =
          i > 0
              && i + 1 < trimmed.length()
              && Characters.isDecimal(trimmed.charAt(i - 1))
              && Characters.isDecimal(trimmed.charAt(i + 1));
      if (Characters.isDecimal(c)) {
        plain.append(Character.digit(c, 10));
      } else if (c != '_' || !between) {
        plain.append(Character.toLowerCase(c));
      }
    }
    String number = plain.toString();
    String unsigned =
        number.startsWith("-") || number.startsWith("+") ? number.substring(1) : number;
    int sign = number.startsWith("-") ? -1 : 1;
    return switch (unsigned) {
      case "inf", "infinity" -> sign * Double.POSITIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> {
        if (!isFloat(unsigned)) {
          throw Fault.value("could not convert string to float: %s", Repr.quoted(text));
        }
        yield sign * Double.parseDouble(unsigned);
      }
    };
  }

  /** Digits with at most one point, then at most one exponent. */
  private static boolean isFloat(String text) {
    int e = text.indexOf('e');
    String mantissa = e < 0 ? text : text.substring(0, e);
    String exponent = e < 0 ? "0" : text.substring(e + 1);
    if (exponent.startsWith("-") || exponent.startsWith("+")) {
      exponent = exponent.substring(1);
    }
    String digits = mantissa.replaceFirst("\\.", "");
    return isDigits(digits) && isDigits(exponent);
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
