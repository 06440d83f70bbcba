package dev.longspark.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The variable {@code loop}: how far a loop has come.
 *
 * <p><em>Source:</em> Jinja2 3.1, {@code jinja2.runtime.LoopContext}.
 */
final class LoopState implements Callable, Iterator<Object> {
  private final For.Recursion recursion;
  private final long depth;
  private final Rendering rendering;
  private Iterator<Object> elements;
  private long length;
  private long index0 = -1;
  private Object before = Scope.MISSING;
  private Object current = Scope.MISSING;
  private Object after = Scope.MISSING;
  private Object lastChanged = Scope.MISSING;

  /**
   * @param length of the elements, {@link Iteration#UNSIZED} if it is not known
   * @param recursion {@code null} if the loop cannot be called
   */
  LoopState(
      Iterator<Object> elements,
      long length,
      For.Recursion recursion,
      int depth,
      Rendering rendering) {
    this.elements = elements;
    this.length = length;
    this.recursion = recursion;
    this.depth = depth;
    this.rendering = rendering;
  }

  @Override
  public boolean hasNext() {
    return after != Scope.MISSING || elements.hasNext();
  }

  @Override
  public Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Object element = after == Scope.MISSING ? elements.next() : after;
    after = Scope.MISSING;
    index0++;
    before = current;
    current = element;
    return element;
  }

  private Object peek() {
    if (after == Scope.MISSING && elements.hasNext()) {
      after = elements.next();
    }
    return after;
  }

  long length() {
    if (length == Iteration.UNSIZED) {
      List<Object> rest = new ArrayList<>();
      while (elements.hasNext()) {
        rendering.budget().cells(1);
        rest.add(elements.next());
      }
      elements = rest.iterator();
      length = rest.size() + index0 + 1 + (after == Scope.MISSING ? 0 : 1);
    }
    return length;
  }

  /** What a template can ask of it, {@link Scope#MISSING} otherwise. */
  Object attribute(String name) {
    return switch (name) {
      case "index" -> index0 + 1;
      case "index0" -> index0;
      case "revindex" -> length() - index0;
      case "revindex0" -> length() - index0 - 1;
      case "first" -> index0 == 0;
      case "last" -> peek() == Scope.MISSING;
      case "length" -> length();
      case "depth" -> depth + 1;
      case "depth0" -> depth;
      case "previtem" -> index0 == 0 ? Undefined.because("there is no previous item") : before;
      case "nextitem" -> {
        Object next = peek();
        yield next == Scope.MISSING ? Undefined.because("there is no next item") : next;
      }
      case "cycle" -> new NamedFunction("cycle", (given, r) -> cycle(given));
      case "changed" -> new NamedFunction("changed", this::changed);
      default -> Scope.MISSING;
    };
  }

  private Object cycle(Arguments given) {
    refuseKeywords("cycle", given);
    if (given.positional().isEmpty()) {
      throw Fault.type("no items for cycling given");
    }
    return given.positional().get((int) (index0 % given.positional().size()));
  }

  private Object changed(Arguments given, Rendering r) {
    refuseKeywords("changed", given);
    Object now = new PythonTuple(given.positional());
    if (lastChanged != Scope.MISSING && Equality.equal(lastChanged, now, r.budget())) {
      return false;
    }
    lastChanged = now;
    return true;
  }

  private static void refuseKeywords(String name, Arguments given) {
    if (!given.keywords().isEmpty()) {
      throw Fault.type("LoopContext.%s() got an unexpected keyword argument", name);
    }
  }

  @Override
  public Object call(Arguments arguments, Rendering r) {
    if (arguments.positional().size() != 1 || !arguments.keywords().isEmpty()) {
      throw Fault.type("LoopContext.__call__() takes one argument, an iterable");
    }
    if (recursion == null) {
      throw Fault.type("The loop must have the 'recursive' marker to be called recursively.");
    }
    return recursion.render(arguments.positional().get(0), (int) depth + 1, r);
  }

  @Override
  public String toString() {
    return "<LoopContext " + (index0 + 1) + "/" + length() + ">";
  }
}
