package dev.longspark.template;

/** Comparisons of two values. */
enum Comparator {
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_EQUAL,
  GREATER,
  GREATER_EQUAL,
  IN,
  NOT_IN;

  /**
   * Whether it holds.
   *
   * @throws TemplateException if the values cannot be compared
   */
  boolean holds(Object left, Object right, Rendering rendering) {
    return switch (this) {
      case EQUAL -> Equality.equal(left, right, rendering.budget());
      case NOT_EQUAL -> !Equality.equal(left, right, rendering.budget());
      case LESS -> Order.holds("<", left, right, rendering.budget());
      case LESS_EQUAL -> Order.holds("<=", left, right, rendering.budget());
      case GREATER -> Order.holds(">", left, right, rendering.budget());
      case GREATER_EQUAL -> Order.holds(">=", left, right, rendering.budget());
      case IN -> Membership.contains(right, left, rendering);
      case NOT_IN -> !Membership.contains(right, left, rendering);
    };
  }
}
