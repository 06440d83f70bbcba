package dev.longspark.template;

import java.util.ArrayList;
import java.util.List;

/** Tags, one method each. */
final class StatementParser {
  private final TokenStream tokens;
  private final Parser parser;
  private final ExpressionParser expressions;
  private final TargetParser targets;

  StatementParser(TokenStream tokens, Parser parser) {
    this.tokens = tokens;
    this.parser = parser;
    this.expressions = new ExpressionParser(tokens);
    this.targets = new TargetParser(tokens, expressions);
  }

  ExpressionParser expressions() {
    return expressions;
  }

  /** The statements of a tag, {@code null} if there is no such tag. */
  List<Statement> statement(Token tag) {
    int line = tag.line();
    String name = tag.text();
    if (name.equals("print")) {
      tokens.next();
      return print(line);
    }
    Statement statement =
        switch (name) {
          case "for" -> loop(line);
          case "if" -> condition(line);
          case "set" -> set(line);
          case "macro" -> macro(line);
          case "call" -> callBlock(line);
          case "filter" -> filterBlock(line);
          case "with" -> with(line);
          case "autoescape" -> autoescape(line);
          case "block" -> block(line);
          case "generation" -> generation(line);
          case "include", "import", "from", "extends" -> loader(line);
          case "break" -> control(Flow.BREAK, line);
          case "continue" -> control(Flow.CONTINUE, line);
          default -> null;
        };
    return statement == null ? null : List.of(statement);
  }

  private List<Statement> print(int line) {
    List<Statement> printed = new ArrayList<>();
    while (!tokens.is(TokenType.BLOCK_END)) {
      if (!printed.isEmpty()) {
        tokens.expect(TokenType.COMMA);
      }
      printed.add(new Statement.Print(expressions.expression(), line));
    }
    return printed;
  }

  private Statement loop(int line) {
    tokens.next();
    Target target = targets.targets(false);
    tokens.expectName("in");
    Expression iterable = expressions.tuple(false, false);
    Expression test = tokens.skipIfName("if") ? expressions.expression() : null;
    boolean recursive = tokens.skipIfName("recursive");
    Body body = parser.body("endfor", "else");
    Body otherwise = tokens.next().isName("else") ? parser.closedBody("endfor") : null;
    return new For(target, iterable, test, recursive, body, otherwise, line);
  }

  private Statement condition(int line) {
    List<Expression> tests = new ArrayList<>();
    List<Body> bodies = new ArrayList<>();
    Body otherwise = null;
    Token tag;
    do {
      tokens.next();
      tests.add(expressions.tuple(false, false));
      bodies.add(parser.body("elif", "else", "endif"));
      tag = tokens.current();
    } while (tag.isName("elif"));
    tokens.next();
    if (tag.isName("else")) {
      otherwise = parser.closedBody("endif");
    }
    return new Statement.If(tests, bodies, otherwise, line);
  }

  private Statement set(int line) {
    tokens.next();
    Target target = targets.targets(true);
    if (tokens.skipIf(TokenType.ASSIGN)) {
      return new Statement.Set(target, expressions.tuple(), line);
    }
    Access.FilterCall filter = null;
    while (tokens.skipIf(TokenType.PIPE)) {
      filter = expressions.primaries().filter(filter);
    }
    return new Capture.SetBlock(target, filter, parser.closedBody("endset"), line);
  }

  private MacroSignature signature() {
    List<Target.Variable> parameters = new ArrayList<>();
    List<Expression> defaults = new ArrayList<>();
    tokens.expect(TokenType.LEFT_PARENTHESIS);
    while (!tokens.is(TokenType.RIGHT_PARENTHESIS)) {
      if (!parameters.isEmpty()) {
        tokens.expect(TokenType.COMMA);
      }
      parameters.add(targets.name());
      if (tokens.skipIf(TokenType.ASSIGN)) {
        defaults.add(expressions.expression());
      } else if (!defaults.isEmpty()) {
        throw tokens.fault("non-default argument follows default argument");
      }
    }
    tokens.next();
    return new MacroSignature(parameters, defaults);
  }

  private Statement macro(int line) {
    tokens.next();
    String name = targets.name().name();
    MacroSignature signature = signature();
    return new Capture.MacroDefinition(name, signature, parser.closedBody("endmacro"), line);
  }

  private Statement callBlock(int line) {
    tokens.next();
    MacroSignature signature =
        tokens.is(TokenType.LEFT_PARENTHESIS) ? signature() : MacroSignature.NONE;
    Expression call = expressions.expression();
    if (!(call instanceof Access.Call called)) {
      throw TokenStream.fault("expected call", line);
    }
    return new Capture.CallBlock(signature, called, parser.closedBody("endcall"), line);
  }

  private Statement filterBlock(int line) {
    tokens.next();
    Access.FilterCall filter = expressions.primaries().filter(null);
    while (tokens.skipIf(TokenType.PIPE)) {
      filter = expressions.primaries().filter(filter);
    }
    return new Capture.FilterBlock(filter, parser.closedBody("endfilter"), line);
  }

  private Statement with(int line) {
    tokens.next();
    List<Target> names = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.is(TokenType.BLOCK_END)) {
      if (!names.isEmpty()) {
        tokens.expect(TokenType.COMMA);
      }
      names.add(targets.targets(false));
      tokens.expect(TokenType.ASSIGN);
      values.add(expressions.expression());
    }
    return new Capture.With(names, values, parser.closedBody("endwith"), line);
  }

  private Statement autoescape(int line) {
    tokens.next();
    Expression on = expressions.expression();
    return new Capture.Autoescape(on, parser.closedBody("endautoescape"), line);
  }

  private Statement block(int line) {
    tokens.next();
    String name = tokens.expect(TokenType.NAME).text();
    boolean scoped = tokens.skipIfName("scoped");
    boolean required = tokens.skipIfName("required");
    if (tokens.is(TokenType.SUBTRACT)) {
      throw tokens.fault("Block names may not contain hyphens, use an underscore instead.");
    }
    Body body = parser.closedBody("endblock");
    if (required
        && !body.statements().stream()
            .allMatch(part -> part instanceof Statement.Text text && text.text().isBlank())) {
      throw tokens.fault("Required blocks can only contain comments or whitespace");
    }
    tokens.skipIfName(name);
    return new Block(name, scoped, required, body, line);
  }

  private Statement generation(int line) {
    tokens.next();
    return new Capture.Generation(parser.closedBody("endgeneration"), line);
  }

  private Statement control(Flow flow, int line) {
    tokens.next();
    return new Statement.LoopControl(flow, line);
  }

  private Statement loader(int line) {
    String tag = tokens.next().text();
    Expression template = expressions.expression();
    List<Target.Variable> names = new ArrayList<>();
    if (tag.equals("import")) {
      tokens.expectName("as");
      names.add(targets.name());
    } else if (tag.equals("from")) {
      tokens.expectName("import");
      do {
        Target.Variable imported = targets.name();
        names.add(tokens.skipIfName("as") ? targets.name() : imported);
      } while (tokens.skipIf(TokenType.COMMA) && tokens.is(TokenType.NAME));
    } else if (tag.equals("include") && tokens.isName("ignore")) {
      tokens.next();
      tokens.expectName("missing");
    }
    if (!tag.equals("extends") && (tokens.isName("with") || tokens.isName("without"))) {
      tokens.next();
      tokens.expectName("context");
    }
    return new Statement.Loader(template, names, line);
  }
}
