package dev.longspark.template;

/** Attributes and methods of numbers. */
final class NumberMethods {
  private NumberMethods() {}

  static Object find(Object number, String name) {
    Object wide = Numbers.widened(number);
    boolean real = wide instanceof Double;
    return switch (name) {
      case "real" -> wide;
      case "imag" -> real ? (Object) 0.0 : (Object) 0L;
      case "numerator" -> real ? Scope.MISSING : wide;
      case "denominator" -> real ? Scope.MISSING : (Object) 1L;
      case "is_integer" -> real ? method(name, ((Double) wide) % 1 == 0) : Scope.MISSING;
      case "bit_length" ->
          real ? Scope.MISSING : method(name, (long) Numbers.big(wide).abs().bitLength());
      case "bit_count" ->
          real ? Scope.MISSING : method(name, (long) Numbers.big(wide).abs().bitCount());
      default -> Scope.MISSING;
    };
  }

  private static Callable method(String name, Object value) {
    Signature none = Signature.of(name, "/");
    return new NamedFunction(
        name,
        (given, rendering) -> {
          none.bind(given);
          return value;
        });
  }
}
