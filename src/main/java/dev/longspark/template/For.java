package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A loop.
 *
 * @param target what each element is set to
 * @param iterable what is looped over
 * @param test which elements count, {@code null} for all
 * @param recursive whether {@code loop} can be called
 * @param body run for each element
 * @param otherwise run if no element's body came to its end, {@code null} for none
 */
record For(
    Target target,
    Expression iterable,
    Expression test,
    boolean recursive,
    Body body,
    Body otherwise,
    int line)
    implements Statement {
  static final String LOOP = "loop";

  @Override
  public List<Node> children() {
    List<Node> all = new ArrayList<>(List.of(target, iterable, body));
    if (otherwise != null) {
      all.add(otherwise);
    }
    if (test != null) {
      all.add(test);
    }
    return all;
  }

  @Override
  public void declare(Symbols symbols) {
    iterable.declare(symbols);
  }

  @Override
  public void resolve(Layout layout, Layout.Place place) {
    refuseLoopVariable(this);
    iterable.check(place.soft());
    Symbols inside = new Symbols(place.symbols());
    inside.parameter(LOOP);
    target.declareParameter(inside);
    body.declare(inside);
    layout.frame(body, body.statements(), new Layout.Place(inside, false, true));
    if (test != null) {
      Symbols testing = new Symbols(place.symbols());
      target.declareParameter(testing);
      test.declare(testing);
      layout.frame(test, List.of(), new Layout.Place(testing, false, false));
      test.check(false);
    }
    if (otherwise != null) {
      Symbols empty = new Symbols(place.symbols());
      otherwise.declare(empty);
      boolean loop = place.loop() && !recursive;
      layout.frame(otherwise, otherwise.statements(), new Layout.Place(empty, false, loop));
    }
  }

  /** Nothing in a loop may set {@code loop}. */
  private static void refuseLoopVariable(Node node) {
    if (node instanceof Target.Variable variable && variable.name().equals(LOOP)) {
      throw new TemplateException(
          Kind.SYNTAX, variable.line(), "Can't assign to special loop variable in for-loop target");
    }
    if (!(node instanceof Capture.MacroDefinition macro)) {
      node.children().forEach(For::refuseLoopVariable);
    } else {
      macro.body().children().forEach(For::refuseLoopVariable);
    }
  }

  @Override
  public Flow run(Rendering rendering, Scope scope) {
    Object elements = iterable.evaluate(rendering, scope);
    rendering.at(line);
    if (recursive) {
      rendering.writeText(new Recursion(this, scope).render(elements, 0, rendering));
      return Flow.ON;
    }
    return loop(elements, null, 0, rendering, scope);
  }

  /**
   * Runs the loop over elements.
   *
   * @param recursion what {@code loop} calls, {@code null} if it cannot be called
   */
  Flow loop(Object elements, Recursion recursion, int depth, Rendering rendering, Scope scope) {
    LoopState loop = loopState(elements, recursion, depth, rendering, scope);
    Scope inner = new Scope(rendering.layout().symbols(body), scope);
    boolean ended = false;
    while (loop.hasNext()) {
      Object element = loop.next();
      rendering.at(line);
      rendering.budget().step();
      target.assign(element, rendering, inner);
      inner.set(LOOP, loop);
      inner.enter(rendering);
      Flow flow = body.run(rendering, inner);
      if (flow == Flow.BREAK) {
        break;
      }
      ended |= flow == Flow.ON;
    }
    inner.leave();
    if (ended || otherwise == null) {
      return Flow.ON;
    }
    Scope empty = new Scope(rendering.layout().symbols(otherwise), scope);
    empty.enter(rendering);
    Flow flow = otherwise.run(rendering, empty);
    empty.leave();
    return flow;
  }

  private LoopState loopState(
      Object elements, Recursion recursion, int depth, Rendering rendering, Scope scope) {
    if (test == null) {
      Iterator<Object> each = Iteration.of(elements, rendering);
      return new LoopState(each, Iteration.size(elements), recursion, depth, rendering);
    }
    Scope testing = new Scope(rendering.layout().symbols(test), scope);
    testing.enter(rendering);
    Iterator<Object> all = Iteration.of(elements, rendering);
    Iterator<Object> wanted =
        Selection.choosing(all, element -> chosen(element, rendering, testing), rendering);
    return new LoopState(wanted, Iteration.UNSIZED, recursion, depth, rendering);
  }

  private Object chosen(Object element, Rendering rendering, Scope testing) {
    target.assign(element, rendering, testing);
    boolean wanted = Truth.of(test.evaluate(rendering, testing), rendering);
    return wanted ? target.value(testing) : Scope.MISSING;
  }

  /** A recursive loop, as {@code loop(...)} calls it. */
  record Recursion(For loop, Scope scope) {
    /** What the loop prints for these elements. */
    Object render(Object elements, int depth, Rendering rendering) {
      rendering.budget().enterCall();
      Object text = rendering.capture(() -> loop.loop(elements, this, depth, rendering, scope));
      rendering.budget().leaveCall();
      return text;
    }
  }
}
