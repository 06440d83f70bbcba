package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Names, literals and what is appended to them: attributes, elements, calls, filters, tests. */
final class PrimaryParser {
  /** Tokens by which a test's argument without brackets begins. */
  private static final Set<TokenType> ARGUMENT_STARTS =
      Set.of(
          TokenType.NAME,
          TokenType.STRING,
          TokenType.INTEGER,
          TokenType.FLOAT,
          TokenType.LEFT_BRACKET,
          TokenType.LEFT_BRACE);

  private static final Set<String> NO_ARGUMENTS = Set.of("else", "or", "and");

  private final TokenStream tokens;
  private final ExpressionParser expressions;

  PrimaryParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /** A name, a literal or an expression in brackets. */
  Expression primary() {
    Token token = tokens.current();
    switch (token.type()) {
      case NAME -> {
        tokens.next();
        return name(token);
      }
      case STRING -> {
        StringBuilder text = new StringBuilder();
        while (tokens.is(TokenType.STRING)) {
          text.append(tokens.next().text());
        }
        return new Expression.Constant(text.toString(), token.line());
      }
      case INTEGER, FLOAT -> {
        tokens.next();
        return new Expression.Constant(token.number(), token.line());
      }
      case LEFT_PARENTHESIS -> {
        tokens.next();
        Expression inner = expressions.tuple(true, true);
        tokens.expect(TokenType.RIGHT_PARENTHESIS);
        return inner;
      }
      case LEFT_BRACKET -> {
        return list();
      }
      case LEFT_BRACE -> {
        return dict();
      }
      default -> throw TokenStream.fault("unexpected " + Repr.quoted(token.words()), token.line());
    }
  }

  private static Expression name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expression.Constant(true, token.line());
      case "false", "False" -> new Expression.Constant(false, token.line());
      case "none", "None" -> new Expression.Constant(None.NONE, token.line());
      default -> new Expression.Name(token.text(), token.line());
    };
  }

  private Expression list() {
    int line = tokens.next().line();
    List<Expression> items = new ArrayList<>();
    while (!tokens.is(TokenType.RIGHT_BRACKET)) {
      if (!items.isEmpty()) {
        tokens.expect(TokenType.COMMA);
        if (tokens.is(TokenType.RIGHT_BRACKET)) {
          break;
        }
      }
      items.add(expressions.expression());
    }
    tokens.expect(TokenType.RIGHT_BRACKET);
    return new Expression.ListOf(items, line);
  }

  private Expression dict() {
    int line = tokens.next().line();
    List<Expression> items = new ArrayList<>();
    while (!tokens.is(TokenType.RIGHT_BRACE)) {
      if (!items.isEmpty()) {
        tokens.expect(TokenType.COMMA);
        if (tokens.is(TokenType.RIGHT_BRACE)) {
          break;
        }
      }
      items.add(expressions.expression());
      tokens.expect(TokenType.COLON);
      items.add(expressions.expression());
    }
    tokens.expect(TokenType.RIGHT_BRACE);
    return new Expression.DictOf(items, line);
  }

  /** Attributes, elements and calls behind a value. */
  Expression postfix(Expression value) {
    Expression result = value;
    while (true) {
      switch (tokens.current().type()) {
        case DOT -> result = attribute(result);
        case LEFT_BRACKET -> result = subscript(result);
        case LEFT_PARENTHESIS -> result = call(result);
        default -> {
          return result;
        }
      }
    }
  }

  /** Filters, tests and calls behind a value. */
  Expression filtersAndTests(Expression value) {
    Expression result = value;
    while (true) {
      if (tokens.is(TokenType.PIPE)) {
        tokens.next();
        result = filter(result);
      } else if (tokens.isName("is")) {
        result = test(result);
      } else if (tokens.is(TokenType.LEFT_PARENTHESIS)) {
        result = call(result);
      } else {
        return result;
      }
    }
  }

  private Expression attribute(Expression object) {
    int line = tokens.next().line();
    Token name = tokens.next();
    return switch (name.type()) {
      case NAME -> new Access.Attribute(object, name.text(), line);
      case INTEGER ->
          new Access.Item(object, new Expression.Constant(name.number(), name.line()), line);
      default -> throw TokenStream.fault("expected name or number", name.line());
    };
  }

  private Expression subscript(Expression object) {
    int line = tokens.next().line();
    List<Expression> items = new ArrayList<>();
    while (!tokens.is(TokenType.RIGHT_BRACKET)) {
      if (!items.isEmpty()) {
        tokens.expect(TokenType.COMMA);
      }
      Expression first = tokens.is(TokenType.COLON) ? null : expressions.expression();
      if (tokens.is(TokenType.COLON)) {
        Expression slice = slice(object, first, line);
        if (!items.isEmpty() || !tokens.is(TokenType.RIGHT_BRACKET)) {
          throw tokens.fault("a slice among several elements");
        }
        tokens.next();
        return slice;
      }
      items.add(first);
    }
    tokens.expect(TokenType.RIGHT_BRACKET);
    Expression index = items.size() == 1 ? items.get(0) : new Expression.TupleOf(items, line);
    return new Access.Item(object, index, line);
  }

  private Expression slice(Expression object, Expression start, int line) {
    tokens.next();
    Expression stop = null;
    Expression step = null;
    if (!tokens.is(TokenType.COLON)) {
      stop = bound();
    }
    if (tokens.skipIf(TokenType.COLON)) {
      step = bound();
    }
    return new Access.Slice(object, start, stop, step, line);
  }

  private Expression bound() {
    return tokens.is(TokenType.RIGHT_BRACKET) || tokens.is(TokenType.COMMA)
        ? null
        : expressions.expression();
  }

  private Expression call(Expression function) {
    int line = tokens.current().line();
    return new Access.Call(function, arguments(), line);
  }

  /** A filter's name and arguments, behind the bar. */
  Access.FilterCall filter(Expression value) {
    Token name = tokens.expect(TokenType.NAME);
    String dotted = dotted(name.text());
    CallArguments arguments =
        tokens.is(TokenType.LEFT_PARENTHESIS) ? arguments() : CallArguments.NONE;
    return new Access.FilterCall(value, dotted, arguments, name.line());
  }

  private Expression test(Expression value) {
    int line = tokens.next().line();
    boolean negated = tokens.skipIfName("not");
    String name = dotted(tokens.expect(TokenType.NAME).text());
    CallArguments arguments = CallArguments.NONE;
    if (tokens.is(TokenType.LEFT_PARENTHESIS)) {
      arguments = arguments();
    } else if (ARGUMENT_STARTS.contains(tokens.current().type())
        && !(tokens.is(TokenType.NAME) && NO_ARGUMENTS.contains(tokens.current().text()))) {
      if (tokens.isName("is")) {
        throw tokens.fault("You cannot chain multiple tests with is");
      }
      arguments = CallArguments.of(postfix(primary()));
    }
    Expression test = new Access.TestCall(value, name, arguments, line);
    return negated ? new Operation.Not(test, line) : test;
  }

  private String dotted(String first) {
    StringBuilder name = new StringBuilder(first);
    while (tokens.skipIf(TokenType.DOT)) {
      name.append('.').append(tokens.expect(TokenType.NAME).text());
    }
    return name.toString();
  }

  private CallArguments arguments() {
    int line = tokens.expect(TokenType.LEFT_PARENTHESIS).line();
    List<Expression> positional = new ArrayList<>();
    List<String> keywords = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    Expression spread = null;
    Expression spreadKeywords = null;
    boolean comma = false;
    while (!tokens.is(TokenType.RIGHT_PARENTHESIS)) {
      if (comma) {
        tokens.expect(TokenType.COMMA);
        if (tokens.is(TokenType.RIGHT_PARENTHESIS)) {
          break;
        }
      }
      comma = true;
      if (tokens.is(TokenType.MULTIPLY)) {
        ensure(spread == null && spreadKeywords == null, line);
        tokens.next();
        spread = expressions.expression();
      } else if (tokens.is(TokenType.POWER)) {
        ensure(spreadKeywords == null, line);
        tokens.next();
        spreadKeywords = expressions.expression();
      } else if (tokens.is(TokenType.NAME) && tokens.look().is(TokenType.ASSIGN)) {
        ensure(spreadKeywords == null, line);
        String keyword = tokens.next().text();
        tokens.next();
        if (keywords.contains(keyword)) {
          throw new TemplateException(
              Kind.PYTHON_SYNTAX, line, "keyword argument repeated: " + keyword);
        }
        keywords.add(keyword);
        values.add(expressions.expression());
      } else {
        ensure(spread == null && spreadKeywords == null && keywords.isEmpty(), line);
        positional.add(expressions.expression());
      }
    }
    tokens.expect(TokenType.RIGHT_PARENTHESIS);
    return new CallArguments(positional, keywords, values, spread, spreadKeywords);
  }

  private static void ensure(boolean valid, int line) {
    if (!valid) {
      throw TokenStream.fault("invalid syntax for function call expression", line);
    }
  }
}
