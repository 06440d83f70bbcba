package dev.longspark.template;

import java.util.List;

/** Python's {@code list}. */
record PythonList(List<Object> items) implements Sequence {
  @Override
  public PythonList of(List<Object> others) {
    return new PythonList(others);
  }
}
