package dev.longspark.template;

import java.util.ArrayList;
import java.util.List;

/** Python's {@code value[start:stop:step]}. */
final class Slices {
  private final int start;
  private final int stop;
  private final int step;
  private final int length;

  private Slices(int size, Object first, Object last, Object stride) {
    step = stride == None.NONE ? 1 : bound(stride);
    if (step == 0) {
      throw Fault.value("slice step cannot be zero");
    }
    int low = step > 0 ? 0 : -1;
    int high = step > 0 ? size : size - 1;
    start = first == None.NONE ? (step > 0 ? low : high) : place(first, size, low, high);
    stop = last == None.NONE ? (step > 0 ? high : low) : place(last, size, low, high);
    long span = step > 0 ? (long) stop - start : (long) start - stop;
    length = span <= 0 ? 0 : (int) ((span - 1) / Math.abs((long) step) + 1);
  }

  private static int place(Object bound, int size, int low, int high) {
    int index = bound(bound);
    long fromStart = index < 0 ? (long) index + size : index;
    return (int) Math.max(low, Math.min(high, fromStart));
  }

  private static int bound(Object value) {
    if (!Numbers.isInteger(value)) {
      throw Fault.type("slice indices must be integers or None or have an __index__ method");
    }
    return Numbers.clamped(value);
  }

  /**
   * The part of a text, list, tuple or range.
   *
   * @throws TemplateException if the value has no such parts
   */
  static Object slice(Object value, Object first, Object last, Object stride, Budget budget) {
    if (value instanceof Undefined undefined) {
      throw undefined.fault();
    }
    if (value instanceof String text) {
      return text(text, first, last, stride, budget);
    }
    if (value instanceof Markup markup) {
      return new Markup(text(markup.text(), first, last, stride, budget));
    }
    if (value instanceof Sequence sequence) {
      List<Object> items = sequence.items();
      Slices slice = new Slices(items.size(), first, last, stride);
      budget.cells(slice.length);
      List<Object> part = new ArrayList<>(slice.length);
      for (int i = 0; i < slice.length; i++) {
        part.add(items.get(slice.start + i * slice.step));
      }
      return sequence.of(part);
    }
    if (value instanceof PythonRange range) {
      Slices slice = new Slices((int) range.length(), first, last, stride);
      return new PythonRange(
          range.at(slice.start), range.at(slice.stop), range.step() * slice.step);
    }
    if (value instanceof PythonDict) {
      throw Fault.type("unhashable type: 'slice'");
    }
    throw Fault.type("'%s' object is not subscriptable", Types.name(value));
  }

  private static String text(String text, Object first, Object last, Object stride, Budget budget) {
    budget.scan(2L * text.length());
    Slices slice = new Slices(text.codePointCount(0, text.length()), first, last, stride);
    if (slice.length == 0) {
      return "";
    }
    budget.characters(Math.min(2L * slice.length, text.length()));
    if (slice.step == 1) {
      return Text.substring(text, slice.start, slice.start + slice.length);
    }
    int[] codePoints = text.codePoints().toArray();
    int[] part = new int[slice.length];
    for (int i = 0; i < part.length; i++) {
      part[i] = codePoints[slice.start + i * slice.step];
    }
    return new String(part, 0, part.length);
  }
}
