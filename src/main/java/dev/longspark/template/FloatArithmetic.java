package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Python's operators on floats. */
final class FloatArithmetic {
  private FloatArithmetic() {}

  static Object apply(TokenType operator, double a, double b) {
    return switch (operator) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> {
        refuseZero(b, "float division by zero");
        yield a / b;
      }
      case FLOOR_DIVIDE -> {
        refuseZero(b, "float floor division by zero");
        yield floorQuotient(a, b);
      }
      case MODULO -> {
        refuseZero(b, "float modulo");
        yield modulo(a, b);
      }
      default -> power(a, b);
    };
  }

  private static void refuseZero(double divisor, String complaint) {
    if (divisor == 0) {
      throw Fault.of(Kind.ZERO_DIVISION, complaint);
    }
  }

  private static double modulo(double a, double b) {
    double rest = a % b;
    if (rest != 0) {
      return rest < 0 != b < 0 ? rest + b : rest;
    }
    return Math.copySign(0.0, b);
  }

  private static double floorQuotient(double a, double b) {
    double rest = a % b;
    double quotient = (a - rest) / b;
    if (rest != 0 && rest < 0 != b < 0) {
      quotient -= 1;
    }
    if (quotient == 0) {
      return Math.copySign(0.0, a / b);
    }
    double floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  }

  static Object power(double base, double exponent) {
    if (base == 0 && exponent < 0) {
      throw Fault.of(Kind.ZERO_DIVISION, "0.0 cannot be raised to a negative power");
    }
    if (base == 1) {
      return 1.0;
    }
    if (base == -1 && Double.isInfinite(exponent)) {
      return 1.0;
    }
    if (base < 0 && Double.isFinite(base) && Double.isFinite(exponent) && exponent % 1 != 0) {
      throw Fault.unknown("complex numbers are not known");
    }
    double power = Math.pow(base, exponent);
    if (Double.isInfinite(power) && Double.isFinite(base) && Double.isFinite(exponent)) {
      throw Fault.overflow("(34, 'Numerical result out of range')");
    }
    return power;
  }

  /** A float rounded half to even at a decimal place, which may be before the point. */
  static double round(double value, int places) {
    if (!Double.isFinite(value) || value == 0 || places > 323) {
      return value;
    }
    if (places < -308) {
      return Math.copySign(0.0, value);
    }
    double rounded = new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).doubleValue();
    if (Double.isInfinite(rounded)) {
      throw Fault.overflow("rounded value too large to represent");
    }
    return rounded == 0 ? Math.copySign(0.0, value) : rounded;
  }
}
