package dev.longspark.template;

import java.util.LinkedHashMap;
import java.util.Map;

/** Jinja2's {@code namespace}, the one value whose parts a template can set. */
final class Namespace {
  private final Map<String, Object> members = new LinkedHashMap<>();

  /** Makes one of keyword arguments and at most one dict. */
  static Namespace of(Arguments arguments, Rendering rendering) {
    PythonDict dict = Globals.dict(arguments, rendering);
    Namespace namespace = new Namespace();
    dict.forEach((name, value) -> namespace.members.put(String.valueOf(name), value));
    return namespace;
  }

  /** A member, {@link Scope#MISSING} if there is none. */
  Object get(String name) {
    return members.getOrDefault(name, Scope.MISSING);
  }

  void set(String name, Object value, Budget budget) {
    budget.step();
    members.put(name, value);
  }

  Map<String, Object> members() {
    return members;
  }
}
