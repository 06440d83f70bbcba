package dev.longspark.template;

import java.util.Iterator;
import java.util.stream.LongStream;

/** Python's {@code range}, at most as long as the sandbox allows. */
record PythonRange(long start, long stop, long step) {
  private static final long MAX_LENGTH = 100_000;
  private static final long MAX_BOUND = 1L << 60;

  /**
   * Makes a range.
   *
   * @throws TemplateException if an argument is no integer, the step is 0 or it is too long
   */
  static PythonRange of(Arguments arguments) {
    int count = arguments.positional().size();
    if (!arguments.keywords().isEmpty()) {
      throw Fault.type("range() takes no keyword arguments");
    }
    if (count < 1 || count > 3) {
      throw Fault.type("range expected 1 to 3 arguments, got %d", count);
    }
    long first = bound(arguments.positional().get(0));
    long start = count == 1 ? 0 : first;
    long stop = count == 1 ? first : bound(arguments.positional().get(1));
    long step = count == 3 ? bound(arguments.positional().get(2)) : 1;
    if (step == 0) {
      throw Fault.value("range() arg 3 must not be zero");
    }
    PythonRange range = new PythonRange(start, stop, step);
    if (range.length() > MAX_LENGTH) {
      throw Fault.overflow(
          "Range too big. The sandbox blocks ranges larger than MAX_RANGE (%d).", MAX_LENGTH);
    }
    return range;
  }

  private static long bound(Object value) {
    if (value instanceof Undefined) {
      throw Fault.type("'Undefined' object cannot be interpreted as an integer");
    }
    Object number = Numbers.index(value);
    if (number instanceof Long bound && Math.abs(bound) <= MAX_BOUND) {
      return bound;
    }
    throw Fault.limit("ranges reach no further than 2 to the power of 60");
  }

  long length() {
    long span = step > 0 ? stop - start : start - stop;
    long stride = Math.abs(step);
    return span <= 0 ? 0 : (span - 1) / stride + 1;
  }

  long at(long index) {
    return start + index * step;
  }

  Iterator<Object> iterator() {
    return LongStream.range(0, length()).mapToObj(index -> (Object) at(index)).iterator();
  }

  boolean contains(long value) {
    long offset = value - start;
    return offset % step == 0 && offset / step >= 0 && offset / step < length();
  }
}
