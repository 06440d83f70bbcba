package dev.longspark.template;

import java.math.BigInteger;

/** Numbers as templates write them. */
final class NumberLiteral {
  private NumberLiteral() {}

  /** Where a float that begins here ends; the start if none does. */
  static int endOfFloat(String source, int start) {
    if (start > 0 && source.charAt(start - 1) == '.') {
      return start;
    }
    int whole = digits(source, start);
    int end = whole;
    if (at(source, whole) == '.') {
      int fraction = digits(source, whole + 1);
      end = fraction > whole + 1 ? fraction : whole;
    }
    char e = at(source, end);
    if (e == 'e' || e == 'E') {
      char sign = at(source, end + 1);
      int exponent = sign == '+' || sign == '-' ? end + 2 : end + 1;
      int after = digits(source, exponent);
      if (after > exponent) {
        return after;
      }
    }
    return end > whole ? end : start;
  }

  /** Where an integer that begins here ends. */
  static int endOfInteger(String source, int start) {
    if (source.charAt(start) != '0') {
      return digits(source, start);
    }
    int radix = radix(at(source, start + 1));
    if (radix != 10) {
      int end = start + 2;
      while (true) {
        int digit = at(source, end) == '_' ? end + 1 : end;
        if (Character.digit(at(source, digit), radix) < 0 || at(source, digit) > 'f') {
          break;
        }
        end = digit + 1;
      }
      if (end > start + 2) {
        return end;
      }
    }
    int end = start + 1;
    while (at(source, end) == '0' || (at(source, end) == '_' && at(source, end + 1) == '0')) {
      end += at(source, end) == '_' ? 2 : 1;
    }
    return end;
  }

  /** Reads an integer without underscores. */
  static BigInteger integer(String digits) {
    int radix = digits.length() > 2 ? radix(digits.charAt(1)) : 10;
    return radix == 10 ? new BigInteger(digits) : new BigInteger(digits.substring(2), radix);
  }

  private static int radix(char letter) {
    return switch (letter) {
      case 'b', 'B' -> 2;
      case 'o', 'O' -> 8;
      case 'x', 'X' -> 16;
      default -> 10;
    };
  }

  /** The end of digits, each pair of which may have one underscore between. */
  private static int digits(String source, int start) {
    int end = start;
    while (isDigit(at(source, end))
        || (end > start && at(source, end) == '_' && isDigit(at(source, end + 1)))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static char at(String source, int index) {
    return index < source.length() ? source.charAt(index) : ' ';
  }
}
