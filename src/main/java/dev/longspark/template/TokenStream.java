package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.List;

/** Tokens, one of which is current. */
final class TokenStream {
  private final List<Token> tokens;
  private int at;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token current() {
    return tokens.get(at);
  }

  /** The token behind the current one. */
  Token look() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  /** The current token; the next one becomes current. */
  Token next() {
    Token token = current();
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  boolean is(TokenType type) {
    return current().is(type);
  }

  boolean isName(String name) {
    return current().isName(name);
  }

  boolean skipIf(TokenType type) {
    boolean there = is(type);
    if (there) {
      next();
    }
    return there;
  }

  boolean skipIfName(String name) {
    boolean there = isName(name);
    if (there) {
      next();
    }
    return there;
  }

  Token expect(TokenType type) {
    return is(type) ? next() : mismatch(type.words());
  }

  Token expectName(String name) {
    return isName(name) ? next() : mismatch(name);
  }

  private Token mismatch(String expected) {
    if (is(TokenType.END)) {
      throw fault("unexpected end of template, expected " + Repr.quoted(expected) + ".");
    }
    throw fault(
        "expected token %s, got %s"
            .formatted(Repr.quoted(expected), Repr.quoted(current().words())));
  }

  /** A fault at the current token. */
  TemplateException fault(String reason) {
    return fault(reason, current().line());
  }

  static TemplateException fault(String reason, int line) {
    return new TemplateException(Kind.SYNTAX, line, reason);
  }
}
