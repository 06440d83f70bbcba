package dev.longspark.template;

import java.util.ArrayList;
import java.util.List;

/** What has a value. */
sealed interface Expression extends Node
    permits Expression.Constant,
        Expression.Name,
        Expression.TupleOf,
        Expression.ListOf,
        Expression.DictOf,
        Expression.Conditional,
        Access,
        Operation {
  /** The value, without a check of depth. */
  Object compute(Rendering rendering, Scope scope);

  /**
   * The value.
   *
   * @throws TemplateException as Python would raise
   */
  default Object evaluate(Rendering rendering, Scope scope) {
    rendering.budget().enter();
    Object value = compute(rendering, scope);
    rendering.budget().leave(); // not after a fault: it ends the rendering
    return value;
  }

  /**
   * Refuses filters and tests that do not exist.
   *
   * @param soft whether the place is only checked when it is reached
   */
  default void check(boolean soft) {
    for (Node child : children()) {
      if (child instanceof Expression expression) {
        expression.check(soft);
      }
    }
  }

  private static List<Object> values(List<Expression> items, Rendering rendering, Scope scope) {
    rendering.budget().cells(items.size());
    List<Object> values = new ArrayList<>(items.size());
    for (Expression item : items) {
      values.add(item.evaluate(rendering, scope));
    }
    return values;
  }

  /** A literal. */
  record Constant(Object value, int line) implements Expression {
    @Override
    public List<Node> children() {
      return List.of();
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      return value;
    }

    @Override
    public Object evaluate(Rendering rendering, Scope scope) {
      return value;
    }
  }

  /** A variable. */
  record Name(String name, int line) implements Expression {
    @Override
    public List<Node> children() {
      return List.of();
    }

    @Override
    public void declare(Symbols symbols) {
      symbols.load(name);
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      Object value = scope.value(name);
      return value == Scope.MISSING ? Undefined.name(name) : value;
    }
  }

  /** {@code (a, b)}. */
  record TupleOf(List<Expression> items, int line) implements Expression {
    @Override
    public List<Expression> children() {
      return items;
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      return new PythonTuple(values(items, rendering, scope));
    }
  }

  /** {@code [a, b]}. */
  record ListOf(List<Expression> items, int line) implements Expression {
    @Override
    public List<Expression> children() {
      return items;
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      return new PythonList(values(items, rendering, scope));
    }
  }

  /** {@code {a: b}}; keys and values take turns in the list. */
  record DictOf(List<Expression> items, int line) implements Expression {
    @Override
    public List<Expression> children() {
      return items;
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      List<Object> values = values(items, rendering, scope);
      rendering.at(line);
      PythonDict.Builder dict = new PythonDict.Builder(rendering.budget());
      for (int i = 0; i < values.size(); i += 2) {
        dict.put(values.get(i), values.get(i + 1));
      }
      return dict.build();
    }
  }

  /** {@code then if test else otherwise}; the last may be {@code null}. */
  record Conditional(Expression test, Expression then, Expression otherwise, int line)
      implements Expression {
    @Override
    public List<Expression> children() {
      return otherwise == null ? List.of(test, then) : List.of(test, then, otherwise);
    }

    @Override
    public void check(boolean soft) {
      children().forEach(child -> child.check(true));
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      if (Truth.of(test.evaluate(rendering, scope), rendering)) {
        return then.evaluate(rendering, scope);
      }
      return otherwise != null
          ? otherwise.evaluate(rendering, scope)
          : Undefined.because(
              "the inline if-expression on line "
                  + line
                  + " evaluated to false and no else section was defined.");
    }
  }
}
