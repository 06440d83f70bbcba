package dev.longspark.template;

import java.util.ArrayList;
import java.util.List;

/** What stands before {@code =} and {@code in}. */
final class TargetParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;

  TargetParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /** One name. */
  Target.Variable name() {
    Token token = tokens.expect(TokenType.NAME);
    return variable(new Expression.Name(token.text(), token.line()), token.line());
  }

  private static Target.Variable variable(Expression.Name name, int line) {
    return switch (name.name()) {
      case "true", "True", "false", "False", "none", "None" ->
          throw TokenStream.fault("can't assign to 'name'", line);
      default -> new Target.Variable(name.name(), line);
    };
  }

  /**
   * Names, attributes of namespaces and tuples of them.
   *
   * @param members whether attributes of namespaces may stand there
   */
  Target targets(boolean members) {
    int line = tokens.current().line();
    List<Target> items = new ArrayList<>();
    boolean several = false;
    while (true) {
      if (!items.isEmpty()) {
        tokens.expect(TokenType.COMMA);
      }
      if (expressions.endsTuple()) {
        break;
      }
      items.add(target(members));
      if (!tokens.is(TokenType.COMMA)) {
        break;
      }
      several = true;
    }
    if (!several && !items.isEmpty()) {
      return items.get(0);
    }
    if (!several) {
      throw tokens.fault("Expected an expression, got " + Repr.quoted(tokens.current().words()));
    }
    return new Target.Unpacking(items, line);
  }

  private Target target(boolean members) {
    Token token = tokens.current();
    if (members && token.is(TokenType.NAME) && tokens.look().is(TokenType.DOT)) {
      tokens.next();
      tokens.next();
      return new Target.Member(token.text(), tokens.expect(TokenType.NAME).text(), token.line());
    }
    return assignable(expressions.primaries().primary());
  }

  private static Target assignable(Expression expression) {
    if (expression instanceof Expression.Name name) {
      return variable(name, name.line());
    }
    if (expression instanceof Expression.TupleOf tuple) {
      return new Target.Unpacking(
          tuple.items().stream().map(TargetParser::assignable).toList(), tuple.line());
    }
    String kind =
        expression instanceof Expression.Constant
            ? "const"
            : expression instanceof Expression.ListOf
                ? "list"
                : expression instanceof Expression.DictOf ? "dict" : "expression";
    throw TokenStream.fault("can't assign to '" + kind + "'", expression.line());
  }
}
