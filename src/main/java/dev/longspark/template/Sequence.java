package dev.longspark.template;

import java.util.List;

/** Lists and tuples; no template can change one. */
sealed interface Sequence permits PythonList, PythonTuple {
  List<Object> items();

  /** A sequence of the same type. */
  Sequence of(List<Object> items);
}
