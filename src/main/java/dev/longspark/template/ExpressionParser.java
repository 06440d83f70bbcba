package dev.longspark.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Expressions, by operators from the loosest to the tightest.
 *
 * <p><em>Source:</em> Jinja2 3.1, {@code jinja2.parser}; a sign binds tighter than a power, and
 * powers group from the left.
 */
final class ExpressionParser {
  /** Jinja2 itself gives up at fewer brackets. */
  private static final int MAX_DEPTH = 100;

  private static final Map<TokenType, Comparator> COMPARATORS =
      Map.of(
          TokenType.EQUAL, Comparator.EQUAL,
          TokenType.NOT_EQUAL, Comparator.NOT_EQUAL,
          TokenType.LESS, Comparator.LESS,
          TokenType.LESS_EQUAL, Comparator.LESS_EQUAL,
          TokenType.GREATER, Comparator.GREATER,
          TokenType.GREATER_EQUAL, Comparator.GREATER_EQUAL);

  private final TokenStream tokens;
  private final PrimaryParser primaries;
  private int depth;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
    this.primaries = new PrimaryParser(tokens, this);
  }

  PrimaryParser primaries() {
    return primaries;
  }

  /** Any expression but a tuple without brackets. */
  Expression expression() {
    return expression(true);
  }

  /**
   * Any expression but a tuple without brackets.
   *
   * @param conditional whether {@code a if b else c} is one
   */
  Expression expression(boolean conditional) {
    if (++depth > MAX_DEPTH) {
      throw tokens.fault("expressions are nested deeper than " + MAX_DEPTH);
    }
    Expression expression = conditional ? conditional() : or();
    depth--;
    return expression;
  }

  private Expression conditional() {
    int line = tokens.current().line();
    Expression value = or();
    while (tokens.skipIfName("if")) {
      Expression test = or();
      Expression otherwise = tokens.skipIfName("else") ? expression(true) : null;
      value = new Expression.Conditional(test, value, otherwise, line);
      line = tokens.current().line();
    }
    return value;
  }

  private Expression or() {
    Expression left = and();
    while (tokens.isName("or")) {
      int line = tokens.next().line();
      left = new Operation.Logic(false, left, and(), line);
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.isName("and")) {
      int line = tokens.next().line();
      left = new Operation.Logic(true, left, not(), line);
    }
    return left;
  }

  private Expression not() {
    List<Integer> lines = new ArrayList<>();
    while (tokens.isName("not")) {
      lines.add(tokens.next().line());
    }
    Expression operand = comparison();
    for (int i = lines.size() - 1; i >= 0; i--) {
      operand = new Operation.Not(operand, lines.get(i));
    }
    return operand;
  }

  private Expression comparison() {
    int line = tokens.current().line();
    Expression first = sum();
    List<Comparator> comparators = new ArrayList<>();
    List<Expression> others = new ArrayList<>();
    while (true) {
      Comparator comparator = COMPARATORS.get(tokens.current().type());
      if (comparator != null) {
        tokens.next();
      } else if (tokens.skipIfName("in")) {
        comparator = Comparator.IN;
      } else if (tokens.isName("not") && tokens.look().isName("in")) {
        tokens.next();
        tokens.next();
        comparator = Comparator.NOT_IN;
      } else {
        return others.isEmpty()
            ? first
            : new Operation.Comparison(first, comparators, others, line);
      }
      comparators.add(comparator);
      others.add(sum());
    }
  }

  private Expression sum() {
    Expression left = concatenation();
    while (tokens.is(TokenType.ADD) || tokens.is(TokenType.SUBTRACT)) {
      Token operator = tokens.next();
      left = new Operation.Binary(operator.type(), left, concatenation(), operator.line());
    }
    return left;
  }

  private Expression concatenation() {
    int line = tokens.current().line();
    List<Expression> parts = new ArrayList<>(List.of(product()));
    while (tokens.skipIf(TokenType.TILDE)) {
      parts.add(product());
    }
    return parts.size() == 1 ? parts.get(0) : new Operation.Concatenation(parts, line);
  }

  private Expression product() {
    Expression left = power();
    while (tokens.is(TokenType.MULTIPLY)
        || tokens.is(TokenType.DIVIDE)
        || tokens.is(TokenType.FLOOR_DIVIDE)
        || tokens.is(TokenType.MODULO)) {
      Token operator = tokens.next();
      left = new Operation.Binary(operator.type(), left, power(), operator.line());
    }
    return left;
  }

  private Expression power() {
    Expression left = unary(true);
    while (tokens.is(TokenType.POWER)) {
      int line = tokens.next().line();
      left = new Operation.Binary(TokenType.POWER, left, unary(true), line);
    }
    return left;
  }

  private Expression unary(boolean filters) {
    Expression value;
    if (tokens.is(TokenType.SUBTRACT) || tokens.is(TokenType.ADD)) {
      Token sign = tokens.next();
      if (++depth > MAX_DEPTH) {
        throw tokens.fault("expressions are nested deeper than " + MAX_DEPTH);
      }
      value = new Operation.Sign(sign.is(TokenType.SUBTRACT), unary(false), sign.line());
      depth--;
    } else {
      value = primaries.primary();
    }
    value = primaries.postfix(value);
    return filters ? primaries.filtersAndTests(value) : value;
  }

  /** An expression, or a tuple without brackets. */
  Expression tuple() {
    return tuple(true, false);
  }

  /**
   * An expression, or a tuple without brackets.
   *
   * @param conditional whether {@code a if b else c} is an expression
   * @param empty whether {@code ()} is one
   */
  Expression tuple(boolean conditional, boolean empty) {
    int line = tokens.current().line();
    List<Expression> items = new ArrayList<>();
    boolean several = false;
    while (true) {
      if (!items.isEmpty()) {
        tokens.expect(TokenType.COMMA);
      }
      if (endsTuple()) {
        break;
      }
      items.add(expression(conditional));
      if (!tokens.is(TokenType.COMMA)) {
        break;
      }
      several = true;
      line = tokens.current().line();
    }
    if (!several && !items.isEmpty()) {
      return items.get(0);
    }
    if (!several && !empty) {
      throw tokens.fault("Expected an expression, got " + Repr.quoted(tokens.current().words()));
    }
    return new Expression.TupleOf(items, line);
  }

  boolean endsTuple() {
    return tokens.is(TokenType.VARIABLE_END)
        || tokens.is(TokenType.BLOCK_END)
        || tokens.is(TokenType.RIGHT_PARENTHESIS);
  }
}
