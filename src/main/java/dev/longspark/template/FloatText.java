package dev.longspark.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Floats as Python writes them. */
final class FloatText {
  private FloatText() {}

  /** The shortest digits that read back as the same float. */
  static String repr(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = shortest(value);
    int exponent = shortest.precision() - shortest.scale() - 1;
    String sign = value < 0 ? "-" : "";
    String digits = shortest.unscaledValue().abs().toString();
    if (exponent < -4 || exponent >= 16) {
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      return sign + digits.charAt(0) + fraction + exponent(exponent, 'e');
    }
    String plain = shortest.abs().toPlainString();
    return sign + (plain.contains(".") ? plain : plain + ".0");
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    int fewest = Math.abs(value) < Double.MIN_NORMAL ? 1 : 15;
    for (int digits = fewest; digits < 17; digits++) {
      BigDecimal near = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (near.doubleValue() == value) {
        return near.stripTrailingZeros();
      }
      // beside a power of two, the neighbour further off may be the one that reads back
      boolean up = near.abs().compareTo(exact.abs()) < 0;
      RoundingMode other = up ? RoundingMode.UP : RoundingMode.DOWN;
      BigDecimal far = exact.round(new MathContext(digits, other));
      if (far.doubleValue() == value) {
        return far.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  private static String exponent(int exponent, char letter) {
    int size = Math.abs(exponent);
    return letter + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
  }

  /**
   * A float without its sign in one of the formats {@code e f g %}.
   *
   * @param alternate whether the point and zeros stay
   */
  static String format(double value, char type, int precision, boolean alternate) {
    char lower = Character.toLowerCase(type);
    String text;
    if (!Double.isFinite(value)) {
      text = Double.isNaN(value) ? "nan" : "inf";
    } else {
      BigDecimal exact = new BigDecimal(Math.abs(value));
      text =
          switch (lower) {
            case 'e' -> scientific(exact, precision, alternate);
            case 'g' -> general(exact, Math.max(precision, 1), alternate);
            default -> fixed(exact, precision, alternate);
          };
    }
    return lower == type ? text : text.toUpperCase(Locale.ROOT);
  }

  private static String fixed(BigDecimal value, int precision, boolean alternate) {
    String text = value.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    return alternate && precision == 0 ? text + "." : text;
  }

  private static String scientific(BigDecimal value, int precision, boolean alternate) {
    if (value.signum() == 0) {
      String zeros = precision > 0 ? "." + "0".repeat(precision) : alternate ? "." : "";
      return "0" + zeros + "e+00";
    }
    BigDecimal rounded = value.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    StringBuilder digits = new StringBuilder(rounded.unscaledValue().toString());
    while (digits.length() < precision + 1) {
      digits.append('0');
    }
    String fraction =
        precision > 0 ? "." + digits.substring(1, precision + 1) : alternate ? "." : "";
    return digits.charAt(0) + fraction + exponent(exponent, 'e');
  }

  private static String general(BigDecimal value, int precision, boolean alternate) {
    BigDecimal rounded = value.round(new MathContext(precision, RoundingMode.HALF_EVEN));
    int exponent = value.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= precision) {
      String text = scientific(value, precision - 1, alternate);
      int e = text.indexOf('e');
      return alternate ? text : stripZeros(text.substring(0, e)) + text.substring(e);
    }
    String text = fixed(value, precision - 1 - exponent, alternate);
    return alternate ? text : stripZeros(text);
  }

  private static String stripZeros(String digits) {
    if (digits.indexOf('.') < 0) {
      return digits;
    }
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, digits.charAt(end - 1) == '.' ? end - 1 : end);
  }

  /** Digits as {@code g} has them, but always with a point where there is no exponent. */
  static String shortWithPoint(double value, int precision) {
    if (!Double.isFinite(value)) {
      return format(value, 'g', precision, false);
    }
    BigDecimal exact = new BigDecimal(Math.abs(value));
    BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
    int exponent = value == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= precision - 1) {
      String text = scientific(exact, precision - 1, false);
      int e = text.indexOf('e');
      boolean small = value == 0 || (exponent >= -4 && exponent < precision - 1);
      return small ? text : stripZeros(text.substring(0, e)) + text.substring(e);
    }
    String text = general(exact, precision, false);
    return text.indexOf('.') < 0 ? text + ".0" : text;
  }
}
