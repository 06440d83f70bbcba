package dev.longspark.template;

/**
 * A function or method.
 *
 * @param name as messages call it
 * @param body what it does
 */
record NamedFunction(String name, Callable body) implements Callable {
  @Override
  public Object call(Arguments arguments, Rendering rendering) {
    return body.call(arguments, rendering);
  }
}
