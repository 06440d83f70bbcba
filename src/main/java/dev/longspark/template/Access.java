package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.ArrayList;
import java.util.List;

/** Parts of values, calls, filters and tests. */
sealed interface Access extends Expression {
  /** {@code object.name}. */
  record Attribute(Expression object, String name, int line) implements Access {
    @Override
    public List<Expression> children() {
      return List.of(object);
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      Object value = object.evaluate(rendering, scope);
      rendering.at(line);
      return Attributes.attribute(value, name, rendering);
    }
  }

  /** {@code object[index]}. */
  record Item(Expression object, Expression index, int line) implements Access {
    @Override
    public List<Expression> children() {
      return List.of(object, index);
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      Object value = object.evaluate(rendering, scope);
      Object key = index.evaluate(rendering, scope);
      rendering.at(line);
      return Attributes.item(value, key, rendering);
    }
  }

  /** {@code object[start:stop:step]}; each bound may be {@code null}. */
  record Slice(Expression object, Expression start, Expression stop, Expression step, int line)
      implements Access {
    @Override
    public List<Expression> children() {
      List<Expression> all = new ArrayList<>(List.of(object));
      for (Expression bound : new Expression[] {start, stop, step}) {
        if (bound != null) {
          all.add(bound);
        }
      }
      return all;
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      Object value = object.evaluate(rendering, scope);
      Object first = bound(start, rendering, scope);
      Object last = bound(stop, rendering, scope);
      Object stride = bound(step, rendering, scope);
      rendering.at(line);
      return Slices.slice(value, first, last, stride, rendering.budget());
    }

    private static Object bound(Expression bound, Rendering rendering, Scope scope) {
      return bound == null ? None.NONE : bound.evaluate(rendering, scope);
    }
  }

  /** {@code function(arguments)}. */
  record Call(Expression function, CallArguments arguments, int line) implements Access {
    @Override
    public List<Expression> children() {
      return arguments.with(function);
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      Object callee = function.evaluate(rendering, scope);
      Arguments given = arguments.evaluate(rendering, scope);
      return call(callee, given, rendering);
    }

    /** With a call block's body as the argument {@code caller}. */
    Object compute(Rendering rendering, Scope scope, Macro caller) {
      Object callee = function.evaluate(rendering, scope);
      Arguments given = arguments.evaluate(rendering, scope);
      if (given.keywords().containsKey(Macro.CALLER)) {
        throw new TemplateException(Kind.SYNTAX, line, "keyword argument repeated: caller");
      }
      return call(callee, given.with(Macro.CALLER, caller), rendering);
    }

    private Object call(Object callee, Arguments given, Rendering rendering) {
      rendering.at(line);
      if (callee instanceof Undefined undefined) {
        throw undefined.fault();
      }
      if (callee instanceof Callable callable) {
        Object value = callable.call(given, rendering);
        rendering.at(line);
        return value;
      }
      throw Fault.type("'%s' object is not callable", Types.name(callee));
    }
  }

  /**
   * {@code value|name(arguments)}; the value is {@code null} where a block's text stands for it.
   */
  record FilterCall(Expression value, String name, CallArguments arguments, int line)
      implements Access {
    @Override
    public List<Expression> children() {
      return value == null ? arguments.all() : arguments.with(value);
    }

    @Override
    public void check(boolean soft) {
      if (!soft && !Filters.isKnown(name)) {
        throw new TemplateException(Kind.SYNTAX, line, "No filter named '" + name + "'.");
      }
      Access.super.check(soft);
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      return apply(value.evaluate(rendering, scope), rendering, scope);
    }

    /** The filter's result for a value. */
    Object apply(Object input, Rendering rendering, Scope scope) {
      Arguments given = arguments.evaluate(rendering, scope);
      rendering.at(line);
      if (!Filters.isKnown(name)) {
        throw Fault.template("No filter named '%s' found.", name);
      }
      return Filters.apply(name, input, given, rendering);
    }
  }

  /** {@code value is name(arguments)}. */
  record TestCall(Expression value, String name, CallArguments arguments, int line)
      implements Access {
    @Override
    public List<Expression> children() {
      return arguments.with(value);
    }

    @Override
    public void check(boolean soft) {
      if (!soft && !Tests.isKnown(name)) {
        throw new TemplateException(Kind.SYNTAX, line, "No test named '" + name + "'.");
      }
      Access.super.check(soft);
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      Object input = value.evaluate(rendering, scope);
      Arguments given = arguments.evaluate(rendering, scope);
      rendering.at(line);
      if (!Tests.isKnown(name)) {
        throw Fault.template("No test named '%s' found.", name);
      }
      return Tests.apply(name, input, given, rendering);
    }
  }
}
