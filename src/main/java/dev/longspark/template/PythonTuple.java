package dev.longspark.template;

import java.util.List;

/**
 * Python's {@code tuple}.
 *
 * @param items the elements
 * @param isGroup whether its two elements have the names {@code grouper} and {@code list}
 */
record PythonTuple(List<Object> items, boolean isGroup) implements Sequence {
  PythonTuple(List<?> items) {
    this(List.copyOf(items), false);
  }

  static PythonTuple pair(Object first, Object second) {
    return new PythonTuple(List.of(first, second), false);
  }

  @Override
  public PythonTuple of(List<Object> others) {
    return new PythonTuple(others, false);
  }
}
