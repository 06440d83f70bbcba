package dev.longspark.template;

/** Jinja2's {@code joiner}: nothing the first time, then a separator. */
final class Joiner implements Callable {
  private static final Signature SIGNATURE = Signature.of("joiner", "sep");

  private final Object separator;
  private boolean used;

  /** {@code ", "} cannot be written as a default, whose commas part parameters. */
  Joiner(Arguments arguments) {
    separator =
        arguments.positional().isEmpty() && arguments.keywords().isEmpty()
            ? ", "
            : SIGNATURE.bind(arguments)[0];
  }

  @Override
  public Object call(Arguments arguments, Rendering rendering) {
    Object result = used ? separator : "";
    used = true;
    return result;
  }

  Object attribute(String name) {
    return switch (name) {
      case "sep" -> separator;
      case "used" -> used;
      default -> Scope.MISSING;
    };
  }
}
