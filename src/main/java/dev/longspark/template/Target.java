package dev.longspark.template;

import java.util.Iterator;
import java.util.List;

/** What is assigned to. */
sealed interface Target extends Node {
  /** Sets it. */
  void assign(Object value, Rendering rendering, Scope scope);

  /** What was assigned last, tuples for what was unpacked. */
  Object value(Scope scope);

  /** Tells a frame that its values come from outside. */
  void declareParameter(Symbols symbols);

  /** A name. */
  record Variable(String name, int line) implements Target {
    @Override
    public List<Node> children() {
      return List.of();
    }

    @Override
    public void declare(Symbols symbols) {
      symbols.store(name);
    }

    @Override
    public void declareParameter(Symbols symbols) {
      symbols.parameter(name);
    }

    @Override
    public void assign(Object value, Rendering rendering, Scope scope) {
      scope.set(name, value);
    }

    @Override
    public Object value(Scope scope) {
      return scope.value(name);
    }
  }

  /** An attribute of a namespace. */
  record Member(String namespace, String name, int line) implements Target {
    @Override
    public List<Node> children() {
      return List.of();
    }

    @Override
    public void declare(Symbols symbols) {
      symbols.load(namespace);
    }

    @Override
    public void declareParameter(Symbols symbols) {
      declare(symbols);
    }

    @Override
    public void assign(Object value, Rendering rendering, Scope scope) {
      if (!(scope.value(namespace) instanceof Namespace members)) {
        throw Fault.template("cannot assign attribute on non-namespace object");
      }
      members.set(name, value, rendering.budget());
    }

    @Override
    public Object value(Scope scope) {
      return scope.value(namespace) instanceof Namespace members
          ? members.get(name)
          : Scope.MISSING;
    }
  }

  /** As many targets as the value has elements. */
  record Unpacking(List<Target> items, int line) implements Target {
    @Override
    public List<Target> children() {
      return items;
    }

    @Override
    public void declareParameter(Symbols symbols) {
      items.forEach(item -> item.declareParameter(symbols));
    }

    @Override
    public void assign(Object value, Rendering rendering, Scope scope) {
      if (!Iteration.isIterable(value)) {
        throw Fault.type("cannot unpack non-iterable %s object", Types.name(value));
      }
      Iterator<Object> each = Iteration.of(value, rendering);
      Object[] values = new Object[items.size()];
      for (int i = 0; i < values.length; i++) {
        if (!each.hasNext()) {
          throw Fault.value("not enough values to unpack (expected %d, got %d)", values.length, i);
        }
        values[i] = each.next();
      }
      if (each.hasNext()) {
        throw Fault.value("too many values to unpack (expected %d)", values.length);
      }
      for (int i = 0; i < values.length; i++) {
        items.get(i).assign(values[i], rendering, scope);
      }
    }

    @Override
    public Object value(Scope scope) {
      return new PythonTuple(items.stream().map(item -> item.value(scope)).toList());
    }
  }
}
