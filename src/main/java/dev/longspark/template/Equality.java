package dev.longspark.template;

import java.util.List;

/** Python's {@code ==}. */
final class Equality {
  private Equality() {}

  static boolean equal(Object left, Object right, Budget budget) {
    if (left instanceof String first && right instanceof String second) {
      budget.scan(first.length() == second.length() ? first.length() : 0);
      return first.equals(second);
    }
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.equal(left, right);
    }
    if (left instanceof Markup || right instanceof Markup) {
      boolean texts = Text.isText(left) && Text.isText(right);
      return texts && left.toString().equals(right.toString());
    }
    if (left instanceof Sequence first && right instanceof Sequence second) {
      return left.getClass() == right.getClass() && items(first.items(), second.items(), budget);
    }
    if (left instanceof PythonDict first && right instanceof PythonDict second) {
      return first.size() == second.size() && dicts(first, second, budget);
    }
    if (left instanceof Undefined) {
      return right instanceof Undefined;
    }
    if (left instanceof PythonRange first && right instanceof PythonRange second) {
      return ranges(first, second);
    }
    if (left != right && left instanceof DictView first && right instanceof DictView second) {
      return views(first, second, budget);
    }
    return left == right;
  }

  private static boolean same(Object left, Object right, Budget budget) {
    return left == right || equal(left, right, budget);
  }

  private static boolean items(List<Object> left, List<Object> right, Budget budget) {
    if (left.size() != right.size()) {
      return false;
    }
    budget.enterValue();
    for (int i = 0; i < left.size(); i++) {
      budget.step();
      if (!same(left.get(i), right.get(i), budget)) {
        budget.leaveValue();
        return false;
      }
    }
    budget.leaveValue();
    return true;
  }

  private static boolean dicts(PythonDict left, PythonDict right, Budget budget) {
    budget.enterValue();
    boolean equal = true;
    for (Object key : left.keys()) {
      budget.steps(2);
      Object other = right.get(key, budget);
      if (other == Scope.MISSING || !same(left.get(key, budget), other, budget)) {
        equal = false;
        break;
      }
    }
    budget.leaveValue();
    return equal;
  }

  private static boolean views(DictView left, DictView right, Budget budget) {
    if (left.part() == DictView.Part.VALUES || left.part() != right.part()) {
      return false;
    }
    if (left.part() == DictView.Part.ITEMS) {
      return equal(left.dict(), right.dict(), budget);
    }
    budget.steps(left.dict().size());
    return left.dict().size() == right.dict().size()
        && left.dict().keys().stream()
            .allMatch(key -> right.dict().get(key, budget) != Scope.MISSING);
  }

  private static boolean ranges(PythonRange left, PythonRange right) {
    long length = left.length();
    return length == right.length()
        && (length == 0
            || (left.start() == right.start() && (length == 1 || left.step() == right.step())));
  }
}
