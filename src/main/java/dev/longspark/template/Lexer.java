package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A template's text as tokens, white space settled: a block's line break goes ({@code
 * trim_blocks}), so do the blanks before it ({@code lstrip_blocks}), unless signs say otherwise.
 *
 * <p><em>Source:</em> Jinja2 3.1, {@code jinja2.lexer}.
 */
final class Lexer {
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private boolean lineStarts = true;

  private Lexer(String source) {
    this.source = source;
  }

  /**
   * Reads a template; {@code \r\n} and {@code \r} count as {@code \n}, and a last one goes.
   *
   * @throws TemplateException if a tag, a string or a comment is malformed
   */
  static List<Token> tokens(String template) {
    String source = template;
    if (source.indexOf('\r') >= 0) {
      source = source.replace("\r\n", "\n").replace('\r', '\n');
    }
    if (source.endsWith("\n")) {
      source = source.substring(0, source.length() - 1);
    }
    Lexer lexer = new Lexer(source);
    lexer.read();
    lexer.tokens.add(new Token(TokenType.END, lexer.line, ""));
    return lexer.tokens;
  }

  private void read() {
    while (at < source.length()) {
      int tag = nextTag();
      if (tag < 0) {
        data(source.substring(at));
        at = source.length();
      } else {
        tag(tag);
      }
    }
  }

  private int nextTag() {
    for (int i = source.indexOf('{', at); i >= 0; i = source.indexOf('{', i + 1)) {
      char next = i + 1 < source.length() ? source.charAt(i + 1) : ' ';
      if (next == '%' || next == '{' || next == '#') {
        return i;
      }
    }
    return -1;
  }

  private void tag(int start) {
    char kind = source.charAt(start + 1);
    int signAt = start + 2;
    char sign = signAt < source.length() ? source.charAt(signAt) : ' ';
    textBefore(start, sign, kind != '{');
    int raw = kind == '%' ? endOfRawTag(start) : -1;
    int end = raw >= 0 ? raw : sign == '-' || sign == '+' ? signAt + 1 : signAt;
    int tagLine = line;
    advance(end);
    if (raw >= 0) {
      raw();
    } else if (kind == '#') {
      comment();
    } else {
      TokenType begin = kind == '%' ? TokenType.BLOCK_BEGIN : TokenType.VARIABLE_BEGIN;
      tokens.add(new Token(begin, tagLine, ""));
      TagLexer inside = new TagLexer(source, at, line, kind == '%', tokens);
      at = inside.read();
      line = inside.line();
      lineStarts = at > 0 && source.charAt(at - 1) == '\n';
    }
  }

  /** The text up to a tag, stripped as the tag's sign and kind ask for. */
  private void textBefore(int tag, char sign, boolean strips) {
    int end = tag;
    if (sign == '-') {
      while (end > at && Characters.isSpace(source.charAt(end - 1))) {
        end--;
      }
    } else if (sign != '+' && strips) {
      int blank = tag;
      while (blank > at && source.charAt(blank - 1) != '\n' && isSpace(blank - 1)) {
        blank--;
      }
      if (blank == at ? lineStarts : source.charAt(blank - 1) == '\n') {
        end = blank;
      }
    }
    data(source.substring(at, end));
    advance(tag);
  }

  private boolean isSpace(int index) {
    return Characters.isSpace(source.charAt(index));
  }

  private void data(String text) {
    if (!text.isEmpty()) {
      tokens.add(new Token(TokenType.DATA, line, text));
    }
  }

  /** Moves on, counting lines. */
  private void advance(int end) {
    for (int i = at; i < end; i++) {
      if (source.charAt(i) == '\n') {
        line++;
      }
    }
    lineStarts = end > at && source.charAt(end - 1) == '\n';
    at = end;
  }

  private void comment() {
    if (at == source.length()) {
      return;
    }
    int end = source.indexOf("#}", at);
    if (end < 0) {
      throw new TemplateException(Kind.SYNTAX, line, "Missing end of comment tag");
    }
    advance(endOfTag(end, end > at ? source.charAt(end - 1) : ' '));
  }

  private void raw() {
    if (at == source.length()) {
      return;
    }
    for (int i = source.indexOf("{%", at); i >= 0; i = source.indexOf("{%", i + 1)) {
      char sign = i + 2 < source.length() ? source.charAt(i + 2) : ' ';
      int name = skipSpace(sign == '-' || sign == '+' ? i + 3 : i + 2);
      if (source.startsWith("endraw", name)) {
        int close = skipSpace(name + 6);
        int end = endOfSignedTag(close);
        if (end >= 0) {
          textBefore(i, sign, true);
          advance(end);
          return;
        }
      }
    }
    throw new TemplateException(Kind.SYNTAX, line, "Missing end of raw directive");
  }

  private int endOfSignedTag(int close) {
    boolean signed = source.startsWith("-%}", close) || source.startsWith("+%}", close);
    if (signed) {
      return endOfTag(close + 1, source.charAt(close));
    }
    return source.startsWith("%}", close) ? endOfTag(close, ' ') : -1;
  }

  /** The end of a tag that closes here, and of the white space that goes with it. */
  private int endOfTag(int close, char sign) {
    return switch (sign) {
      case '-' -> skipSpace(close + 2);
      case '+' -> close + 2;
      default -> source.startsWith("\n", close + 2) ? close + 3 : close + 2;
    };
  }

  /** Where the tag ends if it is {@code raw}, -1 if it is another. */
  private int endOfRawTag(int start) {
    char sign = start + 2 < source.length() ? source.charAt(start + 2) : ' ';
    int name = skipSpace(sign == '-' || sign == '+' ? start + 3 : start + 2);
    if (!source.startsWith("raw", name)) {
      return -1;
    }
    int close = skipSpace(name + 3);
    if (source.startsWith("-%}", close)) {
      return skipSpace(close + 3);
    }
    return source.startsWith("%}", close) ? close + 2 : -1;
  }

  private int skipSpace(int from) {
    int i = from;
    while (i < source.length() && isSpace(i)) {
      i++;
    }
    return i;
  }
}
