package dev.longspark.template;

/**
 * A method of a built-in type.
 *
 * @param signature its parameters without {@code self}
 * @param body what it does
 */
record Method(Signature signature, Body body) {
  /** What a method does with its object and its arguments, one for each parameter. */
  interface Body {
    Object apply(Object self, Object[] arguments, Rendering rendering);
  }

  /** The method of one object. */
  Callable bound(String name, Object self) {
    return new NamedFunction(
        name, (given, rendering) -> body.apply(self, signature.bind(given), rendering));
  }
}
