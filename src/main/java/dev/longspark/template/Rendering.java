package dev.longspark.template;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** One rendering of a template: its variables, its text so far, and what it may still use up. */
final class Rendering {
  private final Layout layout;
  private final LocalDateTime now;
  private final Budget budget;

  /** What blocks see: the variables given, and what the template has set outside of loops. */
  private Map<String, Object> variables;

  private Scope root;
  private StringBuilder out = new StringBuilder();
  private boolean escapes;
  private boolean escapesHere;
  private int line = 1;

  Rendering(Layout layout, Map<String, Object> variables, LocalDateTime now, Budget budget) {
    this.layout = layout;
    this.variables = variables;
    this.now = now;
    this.budget = budget;
  }

  Layout layout() {
    return layout;
  }

  Budget budget() {
    return budget;
  }

  /** The moment that {@code strftime_now} prints. */
  LocalDateTime now() {
    return now;
  }

  /** Something of this line is about to be done. */
  void at(int where) {
    line = where;
  }

  int line() {
    return line;
  }

  /** A variable's value, {@link Scope#MISSING} if there is none. */
  Object variable(String name) {
    Object value = variables.get(name);
    return value == null ? Globals.get(name) : value;
  }

  /** Runs the whole template. */
  String run(Body body) {
    root = new Scope(layout.symbols(body), null);
    root.enter(this);
    body.run(this, root);
    return out.toString();
  }

  /** Lets blocks see what was set, if it was set outside of loops and the like. */
  void export(Target target, Scope scope) {
    if (scope != root) {
      return;
    }
    if (target instanceof Target.Variable variable) {
      variables.put(variable.name(), scope.value(variable.name()));
    } else if (target instanceof Target.Unpacking unpacking) {
      unpacking.items().forEach(item -> export(item, scope));
    }
  }

  /** Runs something with more variables. */
  void withVariables(Map<String, Object> more, Runnable action) {
    Map<String, Object> before = variables;
    variables = new HashMap<>(before);
    variables.putAll(more);
    action.run();
    variables = before;
  }

  void write(String text) {
    budget.characters(text.length());
    out.append(text);
  }

  /** Writes a value's text, escaped where that is asked for. */
  void print(Object value) {
    write(escapesHere ? Markup.escape(value, this).text() : Text.of(value, this));
  }

  /**
   * Writes what must be a text.
   *
   * @throws TemplateException if it is none
   */
  void writeText(Object value) {
    if (!Text.isText(value)) {
      throw Fault.type("sequence item 0: expected str instance, %s found", Types.name(value));
    }
    write(value.toString());
  }

  /** Runs something; what it writes is the result, safe where escaping is on. */
  Object capture(Runnable action) {
    StringBuilder before = out;
    out = new StringBuilder();
    action.run();
    String text = out.toString();
    out = before;
    return escapes ? new Markup(text) : text;
  }

  /**
   * Runs a macro; what it writes is the result, safe if escaping is on where it is called.
   *
   * @param escapesThere whether escaping is on where it was written
   */
  Object captureMacro(boolean escapesThere, Runnable action) {
    boolean before = escapesHere;
    escapesHere = escapesThere;
    Object text = capture(action);
    escapesHere = before;
    return text;
  }

  /** Runs something with escaping on or off. */
  Flow escaping(boolean on, Supplier<Flow> action) {
    boolean before = escapes;
    boolean beforeHere = escapesHere;
    escapes = on;
    escapesHere = on;
    Flow flow = action.get();
    escapes = before;
    escapesHere = beforeHere;
    return flow;
  }

  /** Whether escaping is on for what runs now. */
  boolean isEscaping() {
    return escapes;
  }

  /** Whether escaping is on for what is written at this place of the template. */
  boolean isEscapingHere() {
    return escapesHere;
  }
}
