package dev.longspark.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** What can be looped over, and how long it is. */
final class Iteration {
  /** The length of what has none. */
  static final long UNSIZED = -1;

  private Iteration() {}

  /** The characters of a text, each a string of one. */
  private static final class CharacterIterator implements Iterator<Object> {
    private final String text;
    private int at;

    CharacterIterator(String text) {
      this.text = text;
    }

    @Override
    public boolean hasNext() {
      return at < text.length();
    }

    @Override
    public Object next() {
      if (at >= text.length()) {
        throw new NoSuchElementException();
      }
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      return Character.toString(codePoint);
    }
  }

  static boolean isIterable(Object value) {
    return value instanceof String
        || value instanceof Sequence
        || value instanceof PythonDict
        || value instanceof Undefined
        || value instanceof Generator
        || value instanceof DictView
        || value instanceof PythonRange
        || value instanceof Markup
        || value instanceof LoopState;
  }

  /**
   * The elements.
   *
   * @throws TemplateException if there can be none
   */
  static Iterator<Object> of(Object value, Rendering rendering) {
    if (value instanceof Sequence sequence) {
      return sequence.items().iterator();
    }
    if (value instanceof String text) {
      return new CharacterIterator(text);
    }
    if (value instanceof Markup markup) {
      return new CharacterIterator(markup.text());
    }
    if (value instanceof PythonDict dict) {
      rendering.budget().cells(dict.size());
      return dict.keys().iterator();
    }
    if (value instanceof DictView view) {
      rendering.budget().cells(view.dict().size());
      return view.items().iterator();
    }
    if (value instanceof Generator generator) {
      return generator;
    }
    if (value instanceof PythonRange range) {
      return range.iterator();
    }
    if (value instanceof Undefined) {
      return new ArrayList<>().iterator();
    }
    if (value instanceof LoopState) {
      throw Fault.unknown("a loop over the variable 'loop' is not known");
    }
    throw Fault.type("'%s' object is not iterable", Types.name(value));
  }

  /** All elements as a new list. */
  static List<Object> list(Object value, Rendering rendering) {
    Budget budget = rendering.budget();
    if (value instanceof Sequence sequence) {
      budget.cells(sequence.items().size());
      return new ArrayList<>(sequence.items());
    }
    List<Object> all = new ArrayList<>();
    for (Iterator<Object> each = of(value, rendering); each.hasNext(); ) {
      budget.cells(1);
      all.add(each.next());
    }
    return all;
  }

  /** The length in elements or characters, {@link #UNSIZED} if there is none. */
  static long size(Object value) {
    if (value instanceof String text) {
      return text.codePointCount(0, text.length());
    }
    if (value instanceof Sequence sequence) {
      return sequence.items().size();
    }
    if (value instanceof PythonDict dict) {
      return dict.size();
    }
    if (value instanceof DictView view) {
      return view.dict().size();
    }
    if (value instanceof PythonRange range) {
      return range.length();
    }
    if (value instanceof Markup markup) {
      return size(markup.text());
    }
    if (value instanceof LoopState loop) {
      return loop.length();
    }
    return value instanceof Undefined ? 0 : UNSIZED;
  }

  /**
   * Python's {@code len}.
   *
   * @throws TemplateException if the value has no length
   */
  static long length(Object value, Rendering rendering) {
    long size = size(value);
    if (size == UNSIZED) {
      throw Fault.type("object of type '%s' has no len()", Types.name(value));
    }
    rendering.budget().scan(value instanceof String ? size : 0);
    return size;
  }
}
