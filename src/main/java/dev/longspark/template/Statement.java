package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.ArrayList;
import java.util.List;

/** What prints, sets or steers. */
sealed interface Statement extends Node
    permits Statement.Text,
        Statement.Print,
        Statement.If,
        Statement.Set,
        Statement.LoopControl,
        Statement.Loader,
        Capture,
        For,
        Block {
  /** Runs it, without a check of depth. */
  Flow run(Rendering rendering, Scope scope);

  /** Settles the frames in it and refuses what cannot be run. */
  void resolve(Layout layout, Layout.Place place);

  /**
   * Runs it.
   *
   * @throws TemplateException as Jinja2 would raise
   */
  default Flow execute(Rendering rendering, Scope scope) {
    rendering.budget().enter();
    rendering.at(line());
    Flow flow = run(rendering, scope);
    rendering.budget().leave();
    return flow;
  }

  /** Text between tags. */
  record Text(String text, int line) implements Statement {
    @Override
    public List<Node> children() {
      return List.of();
    }

    @Override
    public void resolve(Layout layout, Layout.Place place) {}

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      rendering.write(text);
      return Flow.ON;
    }
  }

  /** {@code {{ expression }}}. */
  record Print(Expression expression, int line) implements Statement {
    @Override
    public List<Expression> children() {
      return List.of(expression);
    }

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      expression.check(place.soft());
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      Object value = expression.evaluate(rendering, scope);
      rendering.at(line);
      rendering.print(value);
      return Flow.ON;
    }
  }

  /** The first body whose test holds, or else the last one, which may be {@code null}. */
  record If(List<Expression> tests, List<Body> bodies, Body otherwise, int line)
      implements Statement {
    @Override
    public List<Node> children() {
      List<Node> all = new ArrayList<>();
      for (int i = 0; i < tests.size(); i++) {
        all.add(tests.get(i));
        all.add(bodies.get(i));
      }
      if (otherwise != null) {
        all.add(otherwise);
      }
      return all;
    }

    @Override
    public void declare(Symbols symbols) {
      tests.get(0).declare(symbols);
      List<Node> later = new ArrayList<>();
      for (int i = 1; i < tests.size(); i++) {
        later.add(new If(tests.subList(i, i + 1), bodies.subList(i, i + 1), null, line));
      }
      symbols.branches(
          List.of(
              bodies.get(0).statements(),
              later,
              otherwise == null ? List.of() : otherwise.statements()));
    }

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      tests.forEach(test -> test.check(true));
      for (Body body : bodies) {
        body.statements().forEach(statement -> statement.resolve(layout, place.softly()));
      }
      if (otherwise != null) {
        otherwise.statements().forEach(statement -> statement.resolve(layout, place.softly()));
      }
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      for (int i = 0; i < tests.size(); i++) {
        if (Truth.of(tests.get(i).evaluate(rendering, scope), rendering)) {
          return bodies.get(i).run(rendering, scope);
        }
      }
      return otherwise == null ? Flow.ON : otherwise.run(rendering, scope);
    }
  }

  /** {@code {% set target = value %}}. */
  record Set(Target target, Expression value, int line) implements Statement {
    @Override
    public List<Node> children() {
      return List.of(target, value);
    }

    @Override
    public void declare(Symbols symbols) {
      value.declare(symbols);
      target.declare(symbols);
    }

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      value.check(place.soft());
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      checkNamespaces(target, scope);
      Object assigned = value.evaluate(rendering, scope);
      rendering.at(line);
      target.assign(assigned, rendering, scope);
      rendering.export(target, scope);
      return Flow.ON;
    }

    private static void checkNamespaces(Target target, Scope scope) {
      if (target instanceof Target.Member member
          && !(scope.value(member.namespace()) instanceof Namespace)) {
        throw Fault.template("cannot assign attribute on non-namespace object");
      }
      if (target instanceof Target.Unpacking unpacking) {
        unpacking.items().forEach(item -> checkNamespaces(item, scope));
      }
    }
  }

  /** {@code {% break %}} and {@code {% continue %}}. */
  record LoopControl(Flow flow, int line) implements Statement {
    @Override
    public List<Node> children() {
      return List.of();
    }

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      if (!place.loop()) {
        String word =
            flow == Flow.BREAK ? "'break' outside loop" : "'continue' not properly in loop";
        throw new TemplateException(Kind.PYTHON_SYNTAX, line, word);
      }
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      return flow;
    }
  }

  /** {@code include} and its kin, which want other templates: there are none. */
  record Loader(Expression template, List<Target.Variable> names, int line) implements Statement {
    @Override
    public List<Node> children() {
      List<Node> all = new ArrayList<>(names);
      all.add(0, template);
      return all;
    }

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      template.check(place.soft());
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      template.evaluate(rendering, scope);
      throw Fault.type("no loader for this environment specified");
    }
  }
}
