package dev.longspark.template;

import java.util.Iterator;
import java.util.function.Supplier;

/** Elements that are made when the first one is asked for. */
final class LazyIterator implements Iterator<Object> {
  private final Supplier<Iterator<Object>> source;
  private Iterator<Object> elements;

  LazyIterator(Supplier<Iterator<Object>> source) {
    this.source = source;
  }

  private Iterator<Object> elements() {
    if (elements == null) {
      elements = source.get();
    }
    return elements;
  }

  @Override
  public boolean hasNext() {
    return elements().hasNext();
  }

  @Override
  public Object next() {
    return elements().next();
  }
}
