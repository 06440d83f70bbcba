package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The tokens between the braces of one tag. */
final class TagLexer {
  /** Python refuses to read longer integers too. */
  private static final int MAX_DIGITS = 4300;

  private static final TokenType[] TYPES = TokenType.values();

  private final String source;
  private final boolean block;
  private final List<Token> tokens;
  private final Deque<Character> open = new ArrayDeque<>();
  private int at;
  private int line;

  TagLexer(String source, int start, int line, boolean block, List<Token> tokens) {
    this.source = source;
    this.at = start;
    this.line = line;
    this.block = block;
    this.tokens = tokens;
  }

  /** The line that reading ended at. */
  int line() {
    return line;
  }

  /**
   * Reads up to the tag's end, or to the template's.
   *
   * @return where the text behind the tag begins
   */
  int read() {
    while (at < source.length()) {
      int end = open.isEmpty() ? end() : -1;
      if (end >= 0) {
        tokens.add(new Token(block ? TokenType.BLOCK_END : TokenType.VARIABLE_END, line, ""));
        countLines(at, end);
        at = end;
        return at;
      }
      token();
    }
    return at;
  }

  /** Where the tag ends, with the white space that goes; -1 if it does not end here. */
  private int end() {
    String close = block ? "%}" : "}}";
    if (source.startsWith("-" + close, at)) {
      int i = at + 3;
      while (i < source.length() && Characters.isSpace(source.charAt(i))) {
        i++;
      }
      return i;
    }
    if (block && source.startsWith("+%}", at)) {
      return at + 3;
    }
    if (source.startsWith(close, at)) {
      return block && source.startsWith("\n", at + 2) ? at + 3 : at + 2;
    }
    return -1;
  }

  private void token() {
    int c = source.codePointAt(at);
    if (Characters.isSpace(c)) {
      countLines(at, at + 1);
      at++;
    } else if (c >= '0' && c <= '9') {
      number();
    } else if (Characters.isWord(c) || Characters.continuesIdentifier(c)) {
      name();
    } else if (c == '\'' || c == '"') {
      string((char) c);
    } else {
      operator();
    }
  }

  private void number() {
    int end = NumberLiteral.endOfFloat(source, at);
    if (end > at) {
      double value = Double.parseDouble(source.substring(at, end).replace("_", ""));
      tokens.add(new Token(TokenType.FLOAT, line, source.substring(at, end), value));
    } else {
      end = NumberLiteral.endOfInteger(source, at);
      String digits = source.substring(at, end).replace("_", "");
      if (digits.length() > MAX_DIGITS) {
        throw new TemplateException(
            Kind.SYNTAX, line, "an integer of more than " + MAX_DIGITS + " digits");
      }
      BigInteger value = NumberLiteral.integer(digits);
      tokens.add(new Token(TokenType.INTEGER, line, digits, Numbers.normal(value)));
    }
    at = end;
  }

  private void name() {
    int start = at;
    boolean valid = Characters.startsIdentifier(source.codePointAt(at));
    while (at < source.length()) {
      int c = source.codePointAt(at);
      if (!Characters.isWord(c) && !Characters.continuesIdentifier(c)) {
        break;
      }
      valid &= Characters.continuesIdentifier(c);
      at += Character.charCount(c);
    }
    if (!valid) {
      throw new TemplateException(Kind.SYNTAX, line, "Invalid character in identifier");
    }
    tokens.add(new Token(TokenType.NAME, line, source.substring(start, at)));
  }

  private void string(char quote) {
    int end = at + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw unexpected();
    }
    String text = StringLiteral.read(source.substring(at + 1, end), line);
    tokens.add(new Token(TokenType.STRING, line, text));
    countLines(at, end);
    at = end + 1;
  }

  private void operator() {
    for (TokenType type : TYPES) {
      if (type.isOperator() && source.startsWith(type.words(), at)) {
        balance(type);
        tokens.add(new Token(type, line, type.words()));
        at += type.words().length();
        return;
      }
    }
    throw unexpected();
  }

  private void balance(TokenType type) {
    switch (type) {
      case LEFT_BRACE -> open.push('}');
      case LEFT_PARENTHESIS -> open.push(')');
      case LEFT_BRACKET -> open.push(']');
      case RIGHT_BRACE, RIGHT_PARENTHESIS, RIGHT_BRACKET -> {
        String sign = type.words();
        if (open.isEmpty()) {
          throw new TemplateException(Kind.SYNTAX, line, "unexpected '" + sign + "'");
        }
        char expected = open.pop();
        if (expected != sign.charAt(0)) {
          throw new TemplateException(
              Kind.SYNTAX, line, "unexpected '%s', expected '%s'".formatted(sign, expected));
        }
      }
      default -> {}
    }
  }

  private TemplateException unexpected() {
    String c = Character.toString(source.codePointAt(at));
    return new TemplateException(
        Kind.SYNTAX,
        line,
        "unexpected char %s at %d".formatted(Repr.quoted(c), source.codePointCount(0, at)));
  }

  private void countLines(int from, int end) {
    for (int i = from; i < end; i++) {
      if (source.charAt(i) == '\n') {
        line++;
      }
    }
  }
}
