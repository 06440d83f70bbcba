package dev.longspark.template;

/** Filters of blocks: a chain whose innermost filter takes the block's text. */
final class Filtering {
  private Filtering() {}

  static Object apply(Access.FilterCall filter, Object text, Rendering rendering, Scope scope) {
    Object input =
        filter.value() instanceof Access.FilterCall inner
            ? apply(inner, text, rendering, scope)
            : text;
    return filter.apply(input, rendering, scope);
  }
}
