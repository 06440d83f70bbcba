package dev.longspark.template;

import java.util.List;

/** Jinja2's {@code cycler}: its values in turn. */
final class Cycler {
  private final List<Object> items;
  private int place;

  Cycler(Arguments arguments) {
    if (!arguments.keywords().isEmpty()) {
      throw Fault.type("cycler() takes no keyword arguments");
    }
    if (arguments.positional().isEmpty()) {
      throw Fault.template("at least one item has to be provided");
    }
    items = arguments.positional();
  }

  Object attribute(String name) {
    return switch (name) {
      case "current" -> items.get(place);
      case "pos" -> (long) place;
      case "items" -> new PythonTuple(items);
      case "next" -> new NamedFunction(name, (given, rendering) -> next());
      case "reset" ->
          new NamedFunction(
              name,
              (given, rendering) -> {
                place = 0;
                return None.NONE;
              });
      default -> Scope.MISSING;
    };
  }

  private Object next() {
    Object current = items.get(place);
    place = (place + 1) % items.size();
    return current;
  }
}
