package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;

/** A quoted string of a template, with the escapes of Python's. */
final class StringLiteral {
  private final String quoted;
  private final int line;
  private final StringBuilder text = new StringBuilder();
  private int at;

  private StringLiteral(String quoted, int line) {
    this.quoted = quoted;
    this.line = line;
  }

  /**
   * What the literal stands for.
   *
   * @param quoted what stands between the quotes
   */
  static String read(String quoted, int line) {
    return quoted.indexOf('\\') < 0 ? quoted : new StringLiteral(quoted, line).read();
  }

  private String read() {
    while (at < quoted.length()) {
      char c = quoted.charAt(at++);
      if (c == '\\') {
        escape();
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private void escape() {
    int codePoint = quoted.codePointAt(at);
    at += Character.charCount(codePoint);
    switch (codePoint) {
      case '\n' -> {}
      case '\\', '\'', '"' -> text.append((char) codePoint);
      case 'a' -> text.append('\u0007');
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'v' -> text.append('\u000b');
      case 'x' -> hexadecimal(2, "truncated \\xXX escape");
      case 'u' -> hexadecimal(4, "truncated \\uXXXX escape");
      case 'U' -> hexadecimal(8, "truncated \\UXXXXXXXX escape");
      case 'N' -> named();
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(codePoint - '0');
      default -> {
        text.append('\\');
        if (codePoint < 128) {
          text.append((char) codePoint);
        } else { // Jinja2 reads strings by way of ASCII, where this is an escape of its own
          text.append(
              codePoint < 0x100
                  ? String.format("x%02x", codePoint)
                  : codePoint < 0x10000
                      ? String.format("u%04x", codePoint)
                      : String.format("U%08x", codePoint));
        }
      }
    }
  }

  private void hexadecimal(int digits, String complaint) {
    int end = at;
    while (end < quoted.length()
        && end < at + digits
        && quoted.charAt(end) < 128
        && Character.digit(quoted.charAt(end), 16) >= 0) {
      end++;
    }
    if (end < at + digits) {
      throw new TemplateException(Kind.SYNTAX, line, complaint);
    }
    long codePoint = Long.parseLong(quoted, at, end, 16);
    at = end;
    append(codePoint);
  }

  private void octal(int first) {
    int value = first;
    for (int i = 0; i < 2 && at < quoted.length(); i++) {
      int digit = quoted.charAt(at) - '0';
      if (digit < 0 || digit > 7) {
        break;
      }
      value = value * 8 + digit;
      at++;
    }
    append(value);
  }

  private void named() {
    int end = quoted.indexOf('}', at);
    if (at >= quoted.length() || quoted.charAt(at) != '{' || end < 0) {
      throw new TemplateException(Kind.SYNTAX, line, "malformed \\N character escape");
    }
    try {
      append(Character.codePointOf(quoted.substring(at + 1, end)));
    } catch (IllegalArgumentException e) {
      throw new TemplateException(Kind.SYNTAX, line, "unknown Unicode character name");
    }
    at = end + 1;
  }

  private void append(long codePoint) {
    if (codePoint > Character.MAX_CODE_POINT) {
      throw new TemplateException(Kind.SYNTAX, line, "illegal Unicode character");
    }
    if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      throw new TemplateException(
          Kind.SYNTAX, line, "half a character in a string: \\u%04x".formatted(codePoint));
    }
    text.appendCodePoint((int) codePoint);
  }
}
