package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Filters of numbers. */
final class NumberFilters {
  private NumberFilters() {}

  static void addTo(Map<String, Filters.Free> filters) {
    Filters.add(filters, "abs", "/x", (given, r) -> abs(given[0]));
    Filters.add(filters, "int", "value, default=0, base=10", NumberFilters::integer);
    Filters.add(filters, "float", "value, default=0.0", NumberFilters::real);
    Filters.add(filters, "round", "value, precision=0, method='common'", NumberFilters::round);
    Filters.add(filters, "filesizeformat", "value, binary=False", NumberFilters::fileSize);
  }

  private static Object abs(Object value) {
    if (!Numbers.isNumber(value)) {
      throw Fault.type("bad operand type for abs(): '%s'", Types.name(value));
    }
    Object number = Numbers.widened(value);
    return number instanceof Double real
        ? (Object) Math.abs(real)
        : Numbers.normal(Numbers.big(number).abs());
  }

  private static Object integer(Object[] given, Rendering rendering) {
    Object value = given[0];
    if (value instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (Text.isText(value)) {
      rendering.budget().scan(value.toString().length());
      try {
        return NumberText.integer(value.toString(), Numbers.clamped(given[2]));
      } catch (TemplateException e) {
        return viaFloat(e, value, given[1]);
      }
    }
    if (Numbers.isInteger(value)) {
      return Numbers.widened(value);
    }
    if (value instanceof Double number) {
      return number.isNaN() ? given[1] : Numbers.truncated(number);
    }
    return given[1];
  }

  private static Object viaFloat(TemplateException fault, Object value, Object fallback) {
    if (fault.kind() == Kind.LIMIT) {
      throw fault;
    }
    try {
      return Numbers.truncated(NumberText.real(value.toString()));
    } catch (TemplateException e) {
      return fallback;
    }
  }

  private static Object real(Object[] given, Rendering rendering) {
    Object value = given[0];
    if (value instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (Numbers.isNumber(value)) {
      return Numbers.toDouble(value);
    }
    if (!Text.isText(value)) {
      return given[1];
    }
    rendering.budget().scan(value.toString().length());
    try {
      return NumberText.real(value.toString());
    } catch (TemplateException e) {
      return given[1];
    }
  }

  private static Object round(Object[] given, Rendering rendering) {
    Object value = given[0];
    Object method = given[2];
    List<Object> methods = List.of("common", "ceil", "floor");
    if (!Text.isText(method) || !methods.contains(method.toString())) {
      throw Fault.template("method must be common, ceil or floor");
    }
    if (method.toString().equals("common")) {
      return common(value, given[1]);
    }
    Object scale = Arithmetic.apply(TokenType.POWER, 10L, given[1], rendering);
    Object scaled = Arithmetic.apply(TokenType.MULTIPLY, value, scale, rendering);
    if (!Numbers.isNumber(scaled)) {
      throw Fault.type("must be real number, not %s", Types.name(scaled));
    }
    boolean up = method.toString().equals("ceil");
    Object whole =
        scaled instanceof Double number && Double.isFinite(number)
            ? Numbers.truncated(up ? Math.ceil(number) : Math.floor(number))
            : scaled instanceof Double number ? Numbers.truncated(number) : scaled;
    return Arithmetic.apply(TokenType.DIVIDE, whole, scale, rendering);
  }

  private static Object common(Object value, Object precision) {
    if (!Numbers.isNumber(value)) {
      throw Fault.type("type %s doesn't define __round__ method", Types.name(value));
    }
    Object number = Numbers.widened(value);
    if (precision == None.NONE) {
      return number instanceof Double real
          ? Numbers.truncated(Double.isFinite(real) ? Math.rint(real) : real)
          : number;
    }
    int places = Numbers.clamped(precision);
    if (number instanceof Double real) {
      return FloatArithmetic.round(real, places);
    }
    return places >= 0 ? number : roundedInteger(Numbers.big(number), -places);
  }

  private static Object roundedInteger(BigInteger number, int zeros) {
    if (zeros > number.bitLength()) {
      return 0L;
    }
    BigDecimal rounded = new BigDecimal(number).setScale(-zeros, RoundingMode.HALF_EVEN);
    return Numbers.normal(rounded.toBigInteger());
  }

  private static Object fileSize(Object[] given, Rendering rendering) {
    Object number = Text.isText(given[0]) ? NumberText.real(given[0].toString()) : given[0];
    if (number instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (!Numbers.isNumber(number)) {
      throw Fault.type(
          "float() argument must be a string or a real number, not '%s'", Types.name(number));
    }
    double bytes = Numbers.toDouble(number);
    boolean binary = Truth.of(given[1], rendering);
    int base = binary ? 1024 : 1000;
    if (bytes == 1) {
      return "1 Byte";
    }
    if (bytes < base) {
      return Numbers.truncated(bytes) + " Bytes";
    }
    String prefixes = "kMGTPEZY";
    int prefix = 0;
    double unit = (double) base * base;
    while (bytes >= unit && prefix < prefixes.length() - 1) {
      prefix++;
      unit *= base;
    }
    String name = prefixes.substring(prefix, prefix + 1);
    String size = FloatText.format(base * bytes / unit, 'f', 1, false);
    return size + " " + (binary ? name.toUpperCase(Locale.ROOT) + "i" : name) + "B";
  }
}
