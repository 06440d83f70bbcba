package dev.longspark.template;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Python's numbers: {@code int} is a {@link Long} or, beyond its range, a {@link BigInteger}. */
final class Numbers {
  /** Bits of the largest integer that a template can make. */
  static final int MAX_BITS = 1 << 16;

  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private Numbers() {}

  /** An integer in its one form. */
  static Object normal(BigInteger value) {
    if (value.bitLength() > MAX_BITS) {
      throw Fault.limit("makes an integer of more than %d bits", MAX_BITS);
    }
    return value.compareTo(MIN_LONG) >= 0 && value.compareTo(MAX_LONG) <= 0
        ? (Object) value.longValue()
        : value;
  }

  /** Whether it is an {@code int}, which a {@code bool} is too. */
  static boolean isInteger(Object value) {
    return value instanceof Long || value instanceof Boolean || value instanceof BigInteger;
  }

  static boolean isNumber(Object value) {
    return isInteger(value) || value instanceof Double;
  }

  static boolean isNaN(Object value) {
    return value instanceof Double number && number.isNaN();
  }

  /** A number in which truth values have become 0 and 1. */
  static Object widened(Object number) {
    return number instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : number;
  }

  static BigInteger big(Object integer) {
    Object wide = widened(integer);
    return wide instanceof Long number ? BigInteger.valueOf(number) : (BigInteger) wide;
  }

  /**
   * A number as a float.
   *
   * @throws TemplateException if it is too large
   */
  static double toDouble(Object number) {
    Object wide = widened(number);
    if (wide instanceof Double value) {
      return value;
    }
    if (wide instanceof Long value) {
      return value;
    }
    double value = ((BigInteger) wide).doubleValue();
    if (Double.isInfinite(value)) {
      throw Fault.overflow("int too large to convert to float");
    }
    return value;
  }

  /** What Python takes for an index: an integer, {@code Long} or {@code BigInteger}. */
  static Object index(Object value) {
    if (!isInteger(value)) {
      throw Fault.type("'%s' object cannot be interpreted as an integer", Types.name(value));
    }
    return widened(value);
  }

  /** An index or count, cut to the range of {@code int}: no text or list is longer. */
  static int clamped(Object value) {
    if (value instanceof Undefined undefined) {
      throw Fault.type("'%s' object cannot be interpreted as an integer", Types.name(undefined));
    }
    Object number = index(value);
    if (number instanceof BigInteger big) {
      return big.signum() < 0 ? -Integer.MAX_VALUE : Integer.MAX_VALUE;
    }
    return (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, (Long) number));
  }

  static boolean equal(Object left, Object right) {
    return !isNaN(left) && !isNaN(right) && compare(left, right) == 0;
  }

  /** The order of two numbers, none of which is NaN; exact for any size. */
  static int compare(Object left, Object right) {
    Object first = widened(left);
    Object second = widened(right);
    if (first instanceof Long a && second instanceof Long b) {
      return Long.compare(a, b);
    }
    if (first instanceof Double a && second instanceof Double b) {
      return a < b ? -1 : a > b ? 1 : 0;
    }
    if (first instanceof Double a && a.isInfinite()) {
      return a > 0 ? 1 : -1;
    }
    if (second instanceof Double b && b.isInfinite()) {
      return b > 0 ? -1 : 1;
    }
    return exact(first).compareTo(exact(second));
  }

  private static BigDecimal exact(Object number) {
    return number instanceof Double value ? new BigDecimal(value) : new BigDecimal(big(number));
  }

  /**
   * A float's whole part.
   *
   * @throws TemplateException if it is infinite or none
   */
  static Object truncated(double value) {
    if (Double.isNaN(value)) {
      throw Fault.value("cannot convert float NaN to integer");
    }
    if (Double.isInfinite(value)) {
      throw Fault.overflow("cannot convert float infinity to integer");
    }
    return normal(new BigDecimal(value).toBigInteger());
  }
}
