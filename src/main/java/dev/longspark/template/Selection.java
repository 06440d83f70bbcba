package dev.longspark.template;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The elements that are wanted, looked for one at a time. */
final class Selection implements Iterator<Object> {
  private final Iterator<Object> all;
  private final UnaryOperator<Object> choice;
  private final Rendering rendering;
  private Object next = Scope.MISSING;

  private Selection(Iterator<Object> all, UnaryOperator<Object> choice, Rendering rendering) {
    this.all = all;
    this.choice = choice;
    this.rendering = rendering;
  }

  /** The elements that a test holds for. */
  static Selection of(Iterator<Object> all, Predicate<Object> test, Rendering rendering) {
    return choosing(all, element -> test.test(element) ? element : Scope.MISSING, rendering);
  }

  /**
   * What is chosen of each element.
   *
   * @param choice gives {@link Scope#MISSING} for an element that is not wanted
   */
  static Selection choosing(
      Iterator<Object> all, UnaryOperator<Object> choice, Rendering rendering) {
    return new Selection(all, choice, rendering);
  }

  @Override
  public boolean hasNext() {
    while (next == Scope.MISSING && all.hasNext()) {
      rendering.budget().step();
      next = choice.apply(all.next());
    }
    return next != Scope.MISSING;
  }

  @Override
  public Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Object element = next;
    next = Scope.MISSING;
    return element;
  }
}
