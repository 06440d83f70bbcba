package dev.longspark.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A template's text as statements.
 *
 * <p><em>Source:</em> Jinja2 3.1, {@code jinja2.parser}, with the tags {@code break}, {@code
 * continue} and transformers' {@code generation}.
 */
final class Parser {
  /** Python gives up at as many. */
  private static final int MAX_DEPTH = 100;

  private final TokenStream tokens;
  private final StatementParser statements;

  /** Tags that are open, the innermost first. */
  private final Deque<String> open = new ArrayDeque<>();

  /** Tags that end an open one, the innermost first. */
  private final Deque<List<String>> ends = new ArrayDeque<>();

  private Parser(List<Token> tokens) {
    this.tokens = new TokenStream(tokens);
    this.statements = new StatementParser(this.tokens, this);
  }

  /**
   * Reads a template.
   *
   * @throws TemplateException if it is malformed
   */
  static Body parse(String template) {
    Parser parser = new Parser(Lexer.tokens(template));
    Body body = parser.statements(null);
    TreeDepth.check(body);
    return body;
  }

  /**
   * The statements up to a tag.
   *
   * @param until the tags that end them, {@code null} for the template's end
   */
  private Body statements(List<String> until) {
    int line = tokens.current().line();
    List<Statement> body = new ArrayList<>();
    while (!tokens.is(TokenType.END)) {
      Token token = tokens.next();
      switch (token.type()) {
        case DATA -> body.add(new Statement.Text(token.text(), token.line()));
        case VARIABLE_BEGIN -> {
          int printed = tokens.current().line();
          body.add(new Statement.Print(statements.expressions().tuple(), printed));
          tokens.expect(TokenType.VARIABLE_END);
        }
        case BLOCK_BEGIN -> {
          if (until != null && tokens.is(TokenType.NAME) && isAny(until)) {
            return new Body(body, line);
          }
          body.addAll(statement());
          tokens.expect(TokenType.BLOCK_END);
        }
        default -> throw new IllegalStateException("Unexpected token: " + token);
      }
    }
    if (until != null) {
      ends.push(until);
      throw unknownTag(null, tokens.current().line());
    }
    return new Body(body, line);
  }

  private boolean isAny(List<String> names) {
    return names.contains(tokens.current().text());
  }

  private List<Statement> statement() {
    Token tag = tokens.current();
    if (!tag.is(TokenType.NAME)) {
      throw tokens.fault("tag name expected");
    }
    if (open.size() >= MAX_DEPTH) {
      throw tokens.fault("tags are nested deeper than " + MAX_DEPTH);
    }
    open.push(tag.text());
    List<Statement> read = statements.statement(tag);
    if (read == null) {
      open.pop();
      throw unknownTag(tag.text(), tag.line());
    }
    open.pop();
    return read;
  }

  /** The rest of an opening tag and the statements up to a closing one, which stays current. */
  Body body(String... until) {
    tokens.skipIf(TokenType.COLON);
    tokens.expect(TokenType.BLOCK_END);
    List<String> names = List.of(until);
    ends.push(names);
    Body body = statements(names);
    ends.pop();
    return body;
  }

  /** The rest of an opening tag and the statements up to the closing one. */
  Body closedBody(String end) {
    Body body = body(end);
    tokens.next();
    return body;
  }

  private TemplateException unknownTag(String name, int line) {
    StringBuilder words =
        new StringBuilder(
            name == null
                ? "Unexpected end of template."
                : "Encountered unknown tag " + Repr.quoted(name) + ".");
    if (!ends.isEmpty()) {
      String wanted = String.join(" or ", ends.peek().stream().map(Repr::quoted).toList());
      boolean misplaced = name != null && ends.stream().anyMatch(end -> end.contains(name));
      words.append(
          misplaced
              ? " You probably made a nesting mistake. Jinja is expecting this tag, but currently"
                  + " looking for "
              : " Jinja was looking for the following tags: ");
      words.append(wanted).append('.');
    }
    if (!open.isEmpty()) {
      words
          .append(" The innermost block that needs to be closed is ")
          .append(Repr.quoted(open.peek()))
          .append('.');
    }
    return TokenStream.fault(words.toString(), line);
  }
}
