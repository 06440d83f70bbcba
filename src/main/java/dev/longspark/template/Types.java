package dev.longspark.template;

import java.util.List;

/** Names of types in Python's messages. */
final class Types {
  private Types() {}

  /** The type's name: {@code str}, {@code NoneType}. */
  static String name(Object value) {
    if (value instanceof String) {
      return "str";
    }
    if (Numbers.isInteger(value)) {
      return value instanceof Boolean ? "bool" : "int";
    }
    if (value instanceof DictView view) {
      return view.part().type();
    }
    if (value instanceof Generator generator) {
      return generator.type();
    }
    return otherName(value);
  }

  private static String otherName(Object value) {
    if (value instanceof PythonTuple tuple) {
      return tuple.isGroup() ? "_GroupTuple" : "tuple";
    }
    if (value instanceof LoopState) {
      return "LoopContext";
    }
    if (value instanceof Globals.Type) {
      return "type";
    }
    if (value instanceof NamedFunction) {
      return "builtin_function_or_method";
    }
    return List.of(
            new Named(None.class, "NoneType"),
            new Named(Double.class, "float"),
            new Named(PythonList.class, "list"),
            new Named(PythonDict.class, "dict"),
            new Named(PythonRange.class, "range"))
        .stream()
        .filter(type -> type.type.isInstance(value))
        .map(Named::name)
        .findFirst()
        .orElse(value.getClass().getSimpleName());
  }

  private record Named(Class<?> type, String name) {}

  /** The value as messages about undefined parts call it: {@code dict object}, {@code None}. */
  static String description(Object value) {
    if (value == None.NONE) {
      return "None";
    }
    String module =
        value instanceof LoopState || value instanceof Macro
            ? "jinja2.runtime."
            : value instanceof Namespace || value instanceof Cycler || value instanceof Joiner
                ? "jinja2.utils."
                : value instanceof Markup ? "markupsafe." : "";
    return module + name(value) + " object";
  }
}
