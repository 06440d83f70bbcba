package dev.longspark.template;

import java.math.BigInteger;

/** Which values count as true. */
final class Truth {
  private Truth() {}

  static boolean of(Object value, Rendering rendering) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value == None.NONE || value instanceof Undefined) {
      return false;
    }
    if (value instanceof Long number) {
      return number != 0;
    }
    if (value instanceof Double number) {
      return number != 0;
    }
    if (value instanceof BigInteger) {
      return true; // zero is a Long
    }
    if (value instanceof LoopState loop) {
      return loop.length() > 0;
    }
    long size = Iteration.size(value);
    rendering.budget().step();
    return size != 0; // what has no length is true
  }
}
