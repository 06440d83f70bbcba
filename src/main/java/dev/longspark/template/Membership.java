package dev.longspark.template;

import java.util.Iterator;

/** Python's {@code in}. */
final class Membership {
  private Membership() {}

  /**
   * Whether a container holds an element.
   *
   * @throws TemplateException if it is no container, or a text is asked for what is none
   */
  static boolean contains(Object container, Object element, Rendering rendering) {
    Budget budget = rendering.budget();
    if (container instanceof String || container instanceof Markup) {
      if (!(element instanceof String || element instanceof Markup)) {
        throw Fault.type(
            "'in <string>' requires string as left operand, not %s", Types.name(element));
      }
      return Search.contains(container.toString(), element.toString(), budget);
    }
    if (container instanceof PythonDict dict) {
      return dict.get(element, budget) != Scope.MISSING;
    }
    if (container instanceof DictView view && view.part() == DictView.Part.KEYS) {
      return view.dict().get(element, budget) != Scope.MISSING;
    }
    if (container instanceof PythonRange range && Numbers.isInteger(element)) {
      return Numbers.widened(element) instanceof Long number && range.contains(number);
    }
    if (!Iteration.isIterable(container)) {
      throw Fault.type("argument of type '%s' is not iterable", Types.name(container));
    }
    for (Iterator<Object> each = Iteration.of(container, rendering); each.hasNext(); ) {
      budget.step();
      Object candidate = each.next();
      if (candidate == element || Equality.equal(candidate, element, budget)) {
        return true;
      }
    }
    return false;
  }
}
