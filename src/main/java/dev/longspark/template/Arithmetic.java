package dev.longspark.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Python's operators on numbers; texts and lists have theirs elsewhere. */
final class Arithmetic {
  private Arithmetic() {}

  /** {@code +value} or {@code -value}. */
  static Object sign(boolean minus, Object value) {
    if (value instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (!Numbers.isNumber(value)) {
      throw Fault.type("bad operand type for unary %s: '%s'", minus ? "-" : "+", Types.name(value));
    }
    Object number = Numbers.widened(value);
    if (!minus) {
      return number;
    }
    return number instanceof Double real
        ? (Object) (-real)
        : Numbers.normal(Numbers.big(number).negate());
  }

  /**
   * {@code left operator right}.
   *
   * @throws TemplateException if the types do not fit, or the result is too large
   */
  static Object apply(TokenType operator, Object left, Object right, Rendering rendering) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      if (left instanceof Double || right instanceof Double) {
        return FloatArithmetic.apply(operator, Numbers.toDouble(left), Numbers.toDouble(right));
      }
      return integers(operator, left, right, rendering.budget());
    }
    Object result = SequenceArithmetic.apply(operator, left, right, rendering);
    if (result != Scope.MISSING) {
      return result;
    }
    if (left instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (right instanceof Undefined undefined) {
      throw undefined.fault();
    }
    throw SequenceArithmetic.mismatch(operator, left, right);
  }

  private static Object integers(TokenType operator, Object left, Object right, Budget budget) {
    Object first = Numbers.widened(left);
    Object second = Numbers.widened(right);
    if (first instanceof Long a && second instanceof Long b) {
      Object quick = longs(operator, a, b);
      if (quick != Scope.MISSING) {
        return quick;
      }
    }
    BigInteger a = Numbers.big(first);
    BigInteger b = Numbers.big(second);
    budget.steps((a.bitLength() + (long) b.bitLength()) / 64);
    return switch (operator) {
      case ADD -> Numbers.normal(a.add(b));
      case SUBTRACT -> Numbers.normal(a.subtract(b));
      case MULTIPLY -> {
        budget.steps((long) a.bitLength() * b.bitLength() / 65_536);
        yield Numbers.normal(a.multiply(b));
      }
      case DIVIDE -> quotient(a, b);
      case FLOOR_DIVIDE -> {
        refuseZero(b, "integer division or modulo by zero");
        yield Numbers.normal(floor(a, b)[0]);
      }
      case MODULO -> {
        refuseZero(b, "integer modulo by zero");
        yield Numbers.normal(floor(a, b)[1]);
      }
      default -> power(a, b, budget);
    };
  }

  private static Object longs(TokenType operator, long a, long b) {
    long result;
    switch (operator) {
      case ADD -> {
        result = a + b;
        return ((a ^ result) & (b ^ result)) < 0 ? Scope.MISSING : (Object) result;
      }
      case SUBTRACT -> {
        result = a - b;
        return ((a ^ b) & (a ^ result)) < 0 ? Scope.MISSING : (Object) result;
      }
      case FLOOR_DIVIDE -> {
        return b == 0 || b == -1 ? Scope.MISSING : (Object) Math.floorDiv(a, b);
      }
      case MODULO -> {
        return b == 0 || b == -1 ? Scope.MISSING : (Object) Math.floorMod(a, b);
      }
      default -> {
        return Scope.MISSING;
      }
    }
  }

  private static void refuseZero(BigInteger divisor, String complaint) {
    if (divisor.signum() == 0) {
      throw Fault.of(TemplateException.Kind.ZERO_DIVISION, complaint);
    }
  }

  /** Quotient rounded down, and the remainder with the divisor's sign. */
  private static BigInteger[] floor(BigInteger a, BigInteger b) {
    BigInteger[] parts = a.divideAndRemainder(b);
    if (parts[1].signum() != 0 && parts[1].signum() != b.signum()) {
      parts[0] = parts[0].subtract(BigInteger.ONE);
      parts[1] = parts[1].add(b);
    }
    return parts;
  }

  private static Object quotient(BigInteger a, BigInteger b) {
    refuseZero(b, "division by zero");
    if (a.bitLength() <= 53 && b.bitLength() <= 53) {
      return a.doubleValue() / b.doubleValue();
    }
    // 40 digits decide the rounding of every quotient that is not a tie of very long integers
    double value = new BigDecimal(a).divide(new BigDecimal(b), new MathContext(40)).doubleValue();
    if (Double.isInfinite(value)) {
      throw Fault.overflow("integer division result too large for a float");
    }
    return value;
  }

  private static Object power(BigInteger base, BigInteger exponent, Budget budget) {
    if (exponent.signum() < 0) {
      return FloatArithmetic.power(
          Numbers.toDouble(Numbers.normal(base)), Numbers.toDouble(Numbers.normal(exponent)));
    }
    if (base.abs().bitLength() <= 1) {
      boolean minus = base.signum() < 0 && exponent.testBit(0);
      return base.signum() == 0
          ? (Object) (exponent.signum() == 0 ? 1L : 0L)
          : (Object) (minus ? -1L : 1L);
    }
    if (exponent.bitLength() > 31
        || (base.bitLength() - 1L) * exponent.intValue() > Numbers.MAX_BITS) {
      throw Fault.limit("makes an integer of more than %d bits", Numbers.MAX_BITS);
    }
    budget.steps((long) base.bitLength() * exponent.intValue() / 64);
    return Numbers.normal(base.pow(exponent.intValue()));
  }
}
