package dev.longspark.template;

import java.util.Iterator;

/**
 * Elements that come one at a time and once, as Python's generators do: always true, without
 * length, empty the second time. Generators that draw on generators count as nested.
 */
final class Generator implements Iterator<Object> {
  private final Iterator<Object> source;
  private final String type;
  private final Budget budget;

  /**
   * @param source the elements
   * @param type Python's name of the type
   */
  Generator(Iterator<Object> source, String type, Rendering rendering) {
    this.source = source;
    this.type = type;
    this.budget = rendering.budget();
  }

  Generator(Iterator<Object> source, Rendering rendering) {
    this(source, "generator", rendering);
  }

  String type() {
    return type;
  }

  @Override
  public boolean hasNext() {
    budget.enterValue();
    boolean more = source.hasNext();
    budget.leaveValue();
    return more;
  }

  @Override
  public Object next() {
    budget.enterValue();
    Object element = source.next();
    budget.leaveValue();
    return element;
  }
}
