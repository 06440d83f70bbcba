package dev.longspark.template;

/** Kinds of tokens, with the words that messages use. */
enum TokenType {
  DATA("template data / text"),
  VARIABLE_BEGIN("begin of print statement"),
  VARIABLE_END("end of print statement"),
  BLOCK_BEGIN("begin of statement block"),
  BLOCK_END("end of statement block"),
  END("end of template"),
  NAME("name"),
  STRING("string"),
  INTEGER("integer"),
  FLOAT("float"),
  FLOOR_DIVIDE("//"),
  POWER("**"),
  EQUAL("=="),
  NOT_EQUAL("!="),
  GREATER_EQUAL(">="),
  LESS_EQUAL("<="),
  ADD("+"),
  SUBTRACT("-"),
  DIVIDE("/"),
  MULTIPLY("*"),
  MODULO("%"),
  TILDE("~"),
  LEFT_BRACKET("["),
  RIGHT_BRACKET("]"),
  LEFT_PARENTHESIS("("),
  RIGHT_PARENTHESIS(")"),
  LEFT_BRACE("{"),
  RIGHT_BRACE("}"),
  GREATER(">"),
  LESS("<"),
  ASSIGN("="),
  DOT("."),
  COLON(":"),
  PIPE("|"),
  COMMA(","),
  SEMICOLON(";");

  private final String words;

  TokenType(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  boolean isOperator() {
    return compareTo(FLOOR_DIVIDE) >= 0;
  }
}
