package dev.longspark.template;

/**
 * One token.
 *
 * @param type its kind
 * @param line where it begins, from 1
 * @param text of data, names and strings; the sign of an operator
 * @param number of integers and floats, {@code null} elsewhere
 */
record Token(TokenType type, int line, String text, Object number) {
  Token(TokenType type, int line, String text) {
    this(type, line, text, null);
  }

  boolean is(TokenType wanted) {
    return type == wanted;
  }

  boolean isName(String name) {
    return type == TokenType.NAME && text.equals(name);
  }

  /** As messages call it. */
  String words() {
    return type == TokenType.NAME ? text : type.words();
  }
}
