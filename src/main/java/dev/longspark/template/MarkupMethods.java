package dev.longspark.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Methods of safe text: what they put into it gets escaped, texts they give are safe. */
final class MarkupMethods {
  /** Those whose second argument becomes part of the text. */
  private static final Set<String> INSERTING = Set.of("replace", "ljust", "rjust", "center");

  private MarkupMethods() {}

  static Callable bound(String name, Object self, Method method) {
    Callable plain = method.bound(name, self);
    return new NamedFunction(
        name, (given, rendering) -> safe(plain.call(escaped(name, given, rendering), rendering)));
  }

  private static Arguments escaped(String name, Arguments given, Rendering rendering) {
    List<Object> places = new ArrayList<>(given.positional());
    if (name.equals("join") && places.size() == 1) {
      List<Object> parts = new ArrayList<>();
      for (Object part : Iteration.list(places.get(0), rendering)) {
        parts.add(Markup.escape(part, rendering));
      }
      places.set(0, new PythonList(parts));
    } else if (INSERTING.contains(name) && places.size() > 1) {
      places.set(1, Markup.escape(places.get(1), rendering));
    }
    return new Arguments(places, given.keywords());
  }

  private static Object safe(Object value) {
    if (value instanceof String text) {
      return new Markup(text);
    }
    if (value instanceof Sequence sequence) {
      return sequence.of(
          new ArrayList<>(sequence.items().stream().map(MarkupMethods::safe).toList()));
    }
    return value;
  }
}
