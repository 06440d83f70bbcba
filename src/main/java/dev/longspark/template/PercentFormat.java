package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Python's {@code text % values}. */
final class PercentFormat {
  private final String text;
  private final Object values;
  private final Rendering rendering;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int used;

  PercentFormat(String text, Object values, Rendering rendering) {
    this.text = text;
    this.values = values;
    this.rendering = rendering;
  }

  /**
   * The text with its places filled.
   *
   * @throws TemplateException if values lack, are too many or of the wrong type
   */
  String format() {
    rendering.budget().characters(text.length());
    while (at < text.length()) {
      int percent = text.indexOf('%', at);
      if (percent < 0) {
        break;
      }
      out.append(text, at, percent);
      at = percent + 1;
      place();
    }
    out.append(text, Math.min(at, text.length()), text.length());
    boolean left = values instanceof PythonTuple tuple ? used < tuple.items().size() : used == 0;
    if (left && !isMapping()) {
      throw Fault.type("not all arguments converted during string formatting");
    }
    return out.toString();
  }

  private boolean isMapping() {
    return values instanceof PythonDict
        || values instanceof PythonList
        || values instanceof PythonRange
        || values instanceof Undefined;
  }

  private Object nextValue() {
    List<Object> all = values instanceof PythonTuple tuple ? tuple.items() : List.of(values);
    if (used >= all.size()) {
      throw Fault.type("not enough arguments for format string");
    }
    return all.get(used++);
  }

  private char peek() {
    if (at >= text.length()) {
      throw Fault.value("incomplete format");
    }
    return text.charAt(at);
  }

  private void place() {
    Object named = peek() == '(' ? named() : Scope.MISSING;
    String flags = "";
    while ("-+ #0".indexOf(peek()) >= 0) {
      flags += text.charAt(at++);
    }
    int width = count(named);
    if (width < 0) {
      flags += "-";
    }
    int precision = -1;
    if (peek() == '.') {
      at++;
      precision = Math.max(count(named), 0);
      FormatSpec.checkPrecision(precision);
    }
    if ("hlL".indexOf(peek()) >= 0) {
      at++;
    }
    char type = peek();
    at++;
    if (type == '%') {
      out.append('%');
      return;
    }
    Object value = named == Scope.MISSING ? nextValue() : named;
    String written = written(type, value, flags, Math.abs(width), precision);
    rendering.budget().characters(written.length());
    out.append(written);
  }

  private Object named() {
    int open = 1;
    int start = ++at;
    while (open > 0) {
      if (at >= text.length()) {
        throw Fault.value("incomplete format key");
      }
      char c = text.charAt(at++);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    String key = text.substring(start, at - 1);
    if (values instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (!(values instanceof PythonDict dict)) {
      throw Fault.type("format requires a mapping");
    }
    Object value = dict.get(key, rendering.budget());
    if (value == Scope.MISSING) {
      throw Fault.of(Kind.KEY, "%s", Repr.quoted(key));
    }
    used++;
    return value;
  }

  private int count(Object named) {
    if (peek() == '*') {
      at++;
      Object value = named == Scope.MISSING ? nextValue() : named;
      if (!Numbers.isInteger(value)) {
        throw Fault.type("* wants int");
      }
      return Numbers.clamped(value);
    }
    long count = 0;
    while (at < text.length() && peek() >= '0' && peek() <= '9') {
      count = count * 10 + (text.charAt(at++) - '0');
      if (count > Integer.MAX_VALUE) {
        throw Fault.value("width too big");
      }
    }
    return (int) count;
  }

  private String written(char type, Object value, String flags, int width, int precision) {
    Budget budget = rendering.budget();
    return switch (type) {
      case 's' -> text(Text.of(value, rendering), flags, width, precision);
      case 'r' -> text(Repr.of(value, budget), flags, width, precision);
      case 'a' -> text(Repr.ascii(Repr.of(value, budget)), flags, width, precision);
      case 'c' -> text(character(value), flags, width, -1);
      case 'd', 'i', 'u', 'x', 'X', 'o' -> integer(type, value, flags, width, precision);
      case 'e', 'E', 'f', 'F', 'g', 'G' -> real(type, value, flags, width, precision);
      default ->
          throw Fault.value(
              "unsupported format character '%s' (0x%x) at index %d",
              type, (int) type, text.codePointCount(0, at - 1));
    };
  }

  private String text(String value, String flags, int width, int precision) {
    int size = value.codePointCount(0, value.length());
    String cut = precision >= 0 && precision < size ? Text.substring(value, 0, precision) : value;
    char align = flags.contains("-") ? '<' : '>';
    return Padding.pad(cut, ' ', align, width, rendering.budget());
  }

  private static String character(Object value) {
    if (Numbers.isInteger(value)) {
      int c = Numbers.clamped(value);
      if (!Character.isValidCodePoint(c)) {
        throw Fault.overflow("%c arg not in range(0x110000)");
      }
      return Character.toString(c);
    }
    if (Text.isText(value) && value.toString().codePointCount(0, value.toString().length()) == 1) {
      return value.toString();
    }
    throw Fault.type("%c requires int or char");
  }

  private String integer(char type, Object value, String flags, int width, int precision) {
    boolean decimal = "diu".indexOf(type) >= 0;
    Object number = Numbers.widened(value);
    if (decimal && number instanceof Double real) {
      number = Numbers.truncated(real);
    }
    if (value instanceof Undefined undefined && decimal) {
      throw undefined.fault();
    }
    if (!Numbers.isInteger(number)) {
      throw Fault.type(
          decimal
              ? "%%%s format: a real number is required, not %s"
              : "%%%s format: an integer is required, not %s",
          type,
          Types.name(value));
    }
    BigInteger integer = Numbers.big(number);
    int radix = decimal ? 10 : type == 'o' ? 8 : 16;
    String digits =
        decimal ? Text.digits(Numbers.normal(integer.abs())) : integer.abs().toString(radix);
    digits = type == 'X' ? digits.toUpperCase(Locale.ROOT) : digits;
    digits = "0".repeat(Math.max(0, precision - digits.length())) + digits;
    String prefix = flags.contains("#") && !decimal ? "0" + type : "";
    return number(integer.signum() < 0, prefix, digits, flags, width);
  }

  private String real(char type, Object value, String flags, int width, int precision) {
    if (value instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (!Numbers.isNumber(value)) {
      throw Fault.type("must be real number, not %s", Types.name(value));
    }
    double number = Numbers.toDouble(value);
    int places = precision < 0 ? 6 : precision;
    String digits = FloatText.format(number, type, places, flags.contains("#"));
    boolean minus = number < 0 || (number == 0 && 1 / number < 0);
    return number(minus, "", digits, flags, width);
  }

  private String number(boolean minus, String prefix, String digits, String flags, int width) {
    String sign = minus ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
    String before = sign + prefix;
    if (flags.contains("0") && !flags.contains("-")) {
      int missing = Math.max(0, width - before.length() - digits.length());
      rendering.budget().characters(missing);
      return before + "0".repeat(missing) + digits;
    }
    char align = flags.contains("-") ? '<' : '>';
    return Padding.pad(before + digits, ' ', align, width, rendering.budget());
  }
}
