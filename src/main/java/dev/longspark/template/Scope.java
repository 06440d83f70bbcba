package dev.longspark.template;

import java.util.Arrays;
import java.util.Map;

/** The values of one frame's names while it is run, in front of the frames around it. */
final class Scope {
  /** The value of a name that has none. */
  static final Object MISSING = new Object();

  private final Symbols symbols;
  private final Scope outer;
  private final Object[] values;

  Scope(Symbols symbols, Scope outer) {
    this.symbols = symbols;
    this.outer = outer;
    this.values = new Object[symbols.size()];
    Arrays.fill(values, MISSING);
  }

  /** Gives each name its first value, parameters excepted. */
  void enter(Rendering rendering) {
    int place = 0;
    for (Map.Entry<String, Symbols.Binding> name : symbols.bindings()) {
      switch (name.getValue()) {
        case PARAMETER -> {}
        case CONTEXT -> values[place] = rendering.variable(name.getKey());
        case OUTER -> values[place] = outer.value(name.getKey());
        case NOTHING -> values[place] = MISSING;
      }
      place++;
    }
  }

  /** Forgets all values: a macro made in here finds none later. */
  void leave() {
    Arrays.fill(values, MISSING);
  }

  /** A name's value, {@link #MISSING} if it has none. */
  Object value(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Integer place = scope.symbols.place(name);
      if (place != null) {
        return scope.values[place];
      }
    }
    throw Symbols.unknown(name);
  }

  void set(String name, Object value) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Integer place = scope.symbols.place(name);
      if (place != null) {
        scope.values[place] = value;
        return;
      }
    }
    throw Symbols.unknown(name);
  }

  /** What a {@code scoped} block sees of the frames that it stands in. */
  void copyStores(Map<String, Object> variables) {
    if (outer != null) {
      outer.copyStores(variables);
    }
    for (String name : symbols.stores()) {
      Object value = values[symbols.place(name)];
      if (value != MISSING) {
        variables.put(name, value);
      }
    }
  }
}
