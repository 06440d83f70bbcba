package dev.longspark.template;

import java.util.List;

/** Python's {@code <} and its kin. */
final class Order {
  private Order() {}

  /**
   * Whether a comparison holds.
   *
   * @param operator one of {@code < <= > >=}
   * @throws TemplateException if the values have no order
   */
  static boolean holds(String operator, Object left, Object right, Budget budget) {
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      boolean ordered = !Numbers.isNaN(left) && !Numbers.isNaN(right);
      return ordered && holds(operator, Numbers.compare(left, right));
    }
    if (Text.isText(left) && Text.isText(right)) {
      return holds(operator, texts(left.toString(), right.toString(), budget));
    }
    if (left instanceof Sequence first
        && right instanceof Sequence second
        && left.getClass() == right.getClass()) {
      return sequences(operator, first.items(), second.items(), budget);
    }
    if (left instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (right instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (left instanceof DictView && right instanceof DictView) {
      throw Fault.unknown("the order of views of dicts is not known");
    }
    throw Fault.type(
        "'%s' not supported between instances of '%s' and '%s'",
        operator, Types.name(left), Types.name(right));
  }

  private static boolean holds(String operator, int order) {
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static boolean sequences(
      String operator, List<Object> left, List<Object> right, Budget budget) {
    budget.enterValue();
    int common = Math.min(left.size(), right.size());
    for (int i = 0; i < common; i++) {
      budget.step();
      Object first = left.get(i);
      Object second = right.get(i);
      if (first != second && !Equality.equal(first, second, budget)) {
        boolean holds = holds(operator, first, second, budget);
        budget.leaveValue();
        return holds;
      }
    }
    budget.leaveValue();
    return holds(operator, Integer.compare(left.size(), right.size()));
  }

  /** By code points; UTF-16 units would put some rare characters elsewhere. */
  private static int texts(String left, String right, Budget budget) {
    int common = Math.min(left.length(), right.length());
    budget.scan(common);
    for (int i = 0; i < common; i++) {
      char first = left.charAt(i);
      char second = right.charAt(i);
      if (first != second) {
        return Character.isSurrogate(first) == Character.isSurrogate(second)
            ? Character.compare(first, second)
            : Character.isSurrogate(first) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
