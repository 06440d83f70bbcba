package dev.longspark.template;

/** What Jinja2 computes before rendering, as far as that shows. */
final class Constants {
  private Constants() {}

  /**
   * Whether Jinja2 writes {@code -2 ** n} into its Python code, where the sign binds less than the
   * power: it does if the left side is a constant of its own and the whole is none.
   */
  static boolean isFoldedSign(Expression left, Expression right) {
    return isNegative(left) && !isConstant(right);
  }

  private static boolean isNegative(Expression expression) {
    if (expression instanceof Operation.Sign sign) {
      return sign.operand() instanceof Expression.Constant constant
          && sign.minus()
          && Numbers.isNumber(constant.value());
    }
    return false;
  }

  private static boolean isConstant(Expression expression) {
    if (expression instanceof Expression.Name || expression instanceof Access.Call) {
      return false;
    }
    for (Node child : expression.children()) {
      if (child instanceof Expression part && !isConstant(part)) {
        return false;
      }
    }
    return true;
  }
}
