package dev.longspark.template;

import java.util.ArrayList;
import java.util.List;

/** Operators and what stands on their sides. */
sealed interface Operation extends Expression {
  /** {@code and}, {@code or}: one of the two values. */
  record Logic(boolean and, Expression left, Expression right, int line) implements Operation {
    @Override
    public List<Expression> children() {
      return List.of(left, right);
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      Object value = left.evaluate(rendering, scope);
      return Truth.of(value, rendering) == and ? right.evaluate(rendering, scope) : value;
    }
  }

  /** {@code not}. */
  record Not(Expression operand, int line) implements Operation {
    @Override
    public List<Expression> children() {
      return List.of(operand);
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      return !Truth.of(operand.evaluate(rendering, scope), rendering);
    }
  }

  /** A sign. */
  record Sign(boolean minus, Expression operand, int line) implements Operation {
    @Override
    public List<Expression> children() {
      return List.of(operand);
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      Object value = operand.evaluate(rendering, scope);
      rendering.at(line);
      return Arithmetic.sign(minus, value);
    }
  }

  /** Arithmetic. */
  record Binary(TokenType operator, Expression left, Expression right, int line)
      implements Operation {
    @Override
    public List<Expression> children() {
      return List.of(left, right);
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      Object first = left.evaluate(rendering, scope);
      Object second = right.evaluate(rendering, scope);
      rendering.at(line);
      if (operator == TokenType.POWER && Constants.isFoldedSign(left, right)) {
        Object power = Arithmetic.apply(operator, Arithmetic.sign(true, first), second, rendering);
        return Arithmetic.sign(true, power);
      }
      return Arithmetic.apply(operator, first, second, rendering);
    }
  }

  /** {@code a ~ b ~ c}: texts one after the other. */
  record Concatenation(List<Expression> parts, int line) implements Operation {
    @Override
    public List<Expression> children() {
      return parts;
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      List<Object> values = new ArrayList<>(parts.size());
      for (Expression part : parts) {
        values.add(part.evaluate(rendering, scope));
      }
      rendering.at(line);
      return Markup.concatenate(values, rendering);
    }
  }

  /** {@code a < b <= c}: each side is read once, and no further than needed. */
  record Comparison(
      Expression first, List<Comparator> comparators, List<Expression> others, int line)
      implements Operation {
    @Override
    public List<Expression> children() {
      List<Expression> all = new ArrayList<>(others);
      all.add(0, first);
      return all;
    }

    @Override
    public Object compute(Rendering rendering, Scope scope) {
      Object left = first.evaluate(rendering, scope);
      for (int i = 0; i < others.size(); i++) {
        Object right = others.get(i).evaluate(rendering, scope);
        rendering.at(line);
        if (!comparators.get(i).holds(left, right, rendering)) {
          return false;
        }
        left = right;
      }
      return true;
    }
  }
}
