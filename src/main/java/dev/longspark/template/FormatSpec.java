package dev.longspark.template;

import java.math.BigInteger;
import java.util.Locale;

/**
 * How Python's {@code format} writes a value: {@code
 * [[fill]align][sign][#][0][width][,][.precision][type]}.
 *
 * @param fill the character that pads
 * @param align {@code < > = ^}, 0 if none is given
 * @param sign {@code + -} or a blank
 * @param alternate {@code #}
 * @param width at least so wide
 * @param grouping {@code ,} or {@code _}, 0 for none
 * @param precision -1 for none
 * @param type 0 for none
 */
record FormatSpec(
    int fill,
    char align,
    char sign,
    boolean alternate,
    int width,
    char grouping,
    int precision,
    char type) {
  /** Longer numbers have no use, and take long to make. */
  private static final int MAX_PRECISION = 10_000;

  /** Reads a specification letter by letter. */
  private static final class Reader {
    private final String spec;
    private int at;

    Reader(String spec) {
      this.spec = spec;
    }

    char peek(int offset) {
      return at + offset < spec.length() ? spec.charAt(at + offset) : 0;
    }

    boolean take(char wanted) {
      boolean there = peek(0) == wanted;
      at += there ? 1 : 0;
      return there;
    }

    char takeAny(String wanted) {
      char c = peek(0);
      if (c != 0 && wanted.indexOf(c) >= 0) {
        at++;
        return c;
      }
      return 0;
    }

    int number() {
      long number = -1;
      while (peek(0) >= '0' && peek(0) <= '9') {
        number = Math.max(number, 0) * 10 + (peek(0) - '0');
        at++;
        if (number > Integer.MAX_VALUE) {
          throw Fault.value("Too many decimal digits in format string");
        }
      }
      return (int) number;
    }
  }

  /**
   * Reads a specification.
   *
   * @param object whose type messages name
   */
  static FormatSpec parse(String spec, Object object) {
    Reader reader = new Reader(spec);
    int fill = ' ';
    int first = spec.isEmpty() ? 0 : spec.codePointAt(0);
    char second = reader.peek(Character.charCount(first));
    if (second != 0 && "<>=^".indexOf(second) >= 0) {
      fill = first;
      reader.at = Character.charCount(first);
    }
    char align = reader.takeAny("<>=^");
    char sign = reader.takeAny("+- ");
    boolean alternate = reader.take('#');
    if (reader.take('0')) {
      fill = fill == ' ' && align == 0 ? '0' : fill;
      align = align == 0 && !Text.isText(object) ? '=' : align;
    }
    int width = Math.max(reader.number(), 0);
    char grouping = reader.takeAny(",_");
    int precision = -1;
    if (reader.take('.')) {
      precision = reader.number();
      if (precision < 0) {
        throw Fault.value("Format specifier missing precision");
      }
      checkPrecision(precision);
    }
    char type = reader.takeAny(reader.peek(0) == 0 ? "" : String.valueOf(reader.peek(0)));
    if (reader.peek(0) != 0) {
      throw Fault.value("Invalid format specifier");
    }
    return new FormatSpec(fill, align, sign, alternate, width, grouping, precision, type);
  }

  static void checkPrecision(int precision) {
    if (precision > MAX_PRECISION) {
      throw Fault.limit("formats a number with more than %d digits", MAX_PRECISION);
    }
  }

  /** The value in this format. */
  String format(Object value, Budget budget) {
    budget.characters(width);
    if (Text.isText(value)) {
      return text(value.toString(), budget);
    }
    Object number = Numbers.widened(value);
    boolean real = number instanceof Double || (type != 0 && "eEfFgG%".indexOf(type) >= 0);
    return real ? real(Numbers.toDouble(number), value, budget) : integer(number, value, budget);
  }

  private TemplateException unknownType(Object value) {
    return Fault.value("Unknown format code '%s' for object of type '%s'", type, Types.name(value));
  }

  private String text(String text, Budget budget) {
    if (type != 0 && type != 's') {
      throw unknownType(text);
    }
    if (sign != 0) {
      throw Fault.value("Sign not allowed in string format specifier");
    }
    if (alternate) {
      throw Fault.value("Alternate form (#) not allowed in string format specifier");
    }
    if (align == '=') {
      throw Fault.value("'=' alignment not allowed in string format specifier");
    }
    if (grouping != 0) {
      throw Fault.value("Cannot specify '%s' with 's'.", grouping);
    }
    int size = text.codePointCount(0, text.length());
    String cut = precision >= 0 && precision < size ? Text.substring(text, 0, precision) : text;
    return Padding.pad(cut, fill, align == 0 ? '<' : align, width, budget);
  }

  private String integer(Object number, Object value, Budget budget) {
    if (precision >= 0) {
      throw Fault.value("Precision not allowed in integer format specifier");
    }
    BigInteger integer = Numbers.big(number);
    int radix =
        switch (type) {
          case 0, 'd', 'n' -> 10;
          case 'b' -> 2;
          case 'o' -> 8;
          case 'x', 'X' -> 16;
          case 'c' -> 1;
          default -> throw unknownType(value);
        };
    if (radix == 1) {
      int c = Numbers.clamped(number);
      if (!Character.isValidCodePoint(c)) {
        throw Fault.overflow("%c arg not in range(0x110000)");
      }
      return Padding.pad(Character.toString(c), fill, align == 0 ? '<' : align, width, budget);
    }
    if (grouping == ',' && radix != 10) {
      throw Fault.value("Cannot specify ',' with '%s'.", type);
    }
    String digits =
        radix == 10 ? Text.digits(Numbers.normal(integer.abs())) : integer.abs().toString(radix);
    String prefix = alternate && radix != 10 ? "0" + type : "";
    if (type == 'X') {
      digits = digits.toUpperCase(Locale.ROOT);
    }
    return number(integer.signum() < 0, prefix, digits, radix == 10 ? 3 : 4, budget);
  }

  private String real(double number, Object value, Budget budget) {
    String digits;
    int places = precision < 0 ? 6 : precision;
    switch (type) {
      case 'e', 'E', 'f', 'F', 'g', 'G' ->
          digits = FloatText.format(number, type, places, alternate);
      case 'n' -> digits = FloatText.format(number, 'g', places, alternate);
      case '%' -> digits = FloatText.format(number * 100, 'f', places, alternate) + "%";
      case 0 ->
          digits =
              precision < 0
                  ? FloatText.repr(Math.abs(number))
                  : FloatText.shortWithPoint(number, Math.max(precision, 1));
      default -> throw unknownType(value);
    }
    boolean minus = number < 0 || (number == 0 && 1 / number < 0);
    return number(minus, "", digits, 3, budget);
  }

  private String number(boolean minus, String prefix, String digits, int groupSize, Budget budget) {
    String before = (minus ? "-" : sign == '+' || sign == ' ' ? String.valueOf(sign) : "") + prefix;
    int end = 0;
    while (end < digits.length()
        && Character.digit(digits.charAt(end), 16) >= 0
        && digits.charAt(end) != 'e') {
      end++;
    }
    boolean finite = end > 0 && !digits.startsWith("inf") && !digits.startsWith("nan");
    boolean zeros = align == '=' && fill == '0' && finite;
    String whole = digits.substring(0, end);
    String rest = digits.substring(end);
    if (grouping != 0 && finite) {
      int room = zeros ? width - before.length() - rest.length() : 0;
      whole = Padding.grouped(whole, grouping, groupSize, room, budget);
    }
    String text = whole + rest;
    if (align == '=') {
      int missing = width - before.length() - text.length();
      String filler = missing > 0 ? Character.toString(fill).repeat(missing) : "";
      return before + filler + text;
    }
    return Padding.pad(before + text, fill, align == 0 ? '>' : align, width, budget);
  }
}
