package dev.longspark.template;

import java.util.ArrayList;
import java.util.List;

/** Statements with bodies that open a frame of their own. */
sealed interface Capture extends Statement {
  /** Settles a body that is a frame without parameters. */
  private static void frame(Body body, Layout layout, Layout.Place place) {
    frame(body, layout, place, place.loop());
  }

  private static void frame(Body body, Layout layout, Layout.Place place, boolean loop) {
    Symbols symbols = new Symbols(place.symbols());
    body.declare(symbols);
    layout.frame(body, body.statements(), new Layout.Place(symbols, false, loop));
  }

  private static Scope enter(Node key, Rendering rendering, Scope scope) {
    Scope inner = new Scope(rendering.layout().symbols(key), scope);
    inner.enter(rendering);
    return inner;
  }

  /** {@code {% set target %}body{% endset %}}; the filter may be {@code null}. */
  record SetBlock(Target target, Access.FilterCall filter, Body body, int line) implements Capture {
    @Override
    public List<Node> children() {
      return filter == null ? List.of(target, body) : List.of(target, filter, body);
    }

    @Override
    public void declare(Symbols symbols) {
      target.declare(symbols);
    }

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      frame(body, layout, place);
      if (filter != null) {
        filter.check(false);
      }
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      Scope inner = enter(body, rendering, scope);
      Flow[] flow = new Flow[1];
      Object text = rendering.capture(() -> flow[0] = body.run(rendering, inner));
      if (flow[0] != Flow.ON) {
        return flow[0];
      }
      rendering.at(line);
      Object value = filter == null ? text : filtered(text, rendering, inner);
      target.assign(value, rendering, scope);
      rendering.export(target, scope);
      return Flow.ON;
    }

    private Object filtered(Object text, Rendering rendering, Scope inner) {
      Object value = Filtering.apply(filter, text, rendering, inner);
      return rendering.isEscaping() ? Markup.of(value, rendering) : value;
    }
  }

  /** {@code {% filter name %}body{% endfilter %}}. */
  record FilterBlock(Access.FilterCall filter, Body body, int line) implements Capture {
    @Override
    public List<Node> children() {
      return List.of(body, filter);
    }

    @Override
    public void declare(Symbols symbols) {
      filter.declare(symbols);
    }

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      Symbols symbols = new Symbols(place.symbols());
      children().forEach(child -> child.declare(symbols));
      layout.frame(body, body.statements(), new Layout.Place(symbols, false, place.loop()));
      filter.check(false);
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      Scope inner = enter(body, rendering, scope);
      Flow[] flow = new Flow[1];
      Object text = rendering.capture(() -> flow[0] = body.run(rendering, inner));
      if (flow[0] == Flow.ON) {
        rendering.at(line);
        rendering.writeText(Filtering.apply(filter, text, rendering, inner));
      }
      return flow[0];
    }
  }

  /** {@code {% with target = value %}body{% endwith %}}. */
  record With(List<Target> targets, List<Expression> values, Body body, int line)
      implements Capture {
    @Override
    public List<Node> children() {
      List<Node> all = new ArrayList<>(targets);
      all.addAll(values);
      all.add(body);
      return all;
    }

    @Override
    public void declare(Symbols symbols) {
      values.forEach(value -> value.declare(symbols));
    }

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      values.forEach(value -> value.check(place.soft()));
      Symbols symbols = new Symbols(place.symbols());
      targets.forEach(target -> target.declareParameter(symbols));
      body.declare(symbols);
      layout.frame(body, body.statements(), new Layout.Place(symbols, false, place.loop()));
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      Scope inner = enter(body, rendering, scope);
      for (int i = 0; i < targets.size(); i++) {
        Object value = values.get(i).evaluate(rendering, scope);
        targets.get(i).assign(value, rendering, inner);
      }
      Flow flow = body.run(rendering, inner);
      inner.leave();
      return flow;
    }
  }

  /** {@code {% autoescape on %}body{% endautoescape %}}. */
  record Autoescape(Expression on, Body body, int line) implements Capture {
    @Override
    public List<Node> children() {
      return List.of(on, body);
    }

    @Override
    public void declare(Symbols symbols) {} // not even the expression, as in Jinja2

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      Symbols symbols = new Symbols(place.symbols());
      children().forEach(child -> child.declare(symbols));
      on.check(false);
      layout.frame(body, body.statements(), new Layout.Place(symbols, false, place.loop()));
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      Scope inner = enter(body, rendering, scope);
      boolean escapes = Truth.of(on.evaluate(rendering, inner), rendering);
      Flow flow = rendering.escaping(escapes, () -> body.run(rendering, inner));
      inner.leave();
      return flow;
    }
  }

  /** {@code {% generation %}body{% endgeneration %}}: what the assistant says. */
  record Generation(Body body, int line) implements Capture {
    @Override
    public List<Body> children() {
      return List.of(body);
    }

    @Override
    public void declare(Symbols symbols) {}

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      MacroSignature.NONE.frame(body, line, layout, place);
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      Macro said = new Macro(null, MacroSignature.NONE, body, scope, rendering);
      rendering.writeText(said.call(Arguments.NONE, rendering));
      return Flow.ON;
    }
  }

  /** {@code {% macro name(parameters) %}body{% endmacro %}}. */
  record MacroDefinition(String name, MacroSignature signature, Body body, int line)
      implements Capture {
    @Override
    public List<Node> children() {
      return signature.with(body);
    }

    @Override
    public void declare(Symbols symbols) {
      symbols.store(name);
    }

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      signature.frame(body, line, layout, place);
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      Macro macro = new Macro(name, signature, body, scope, rendering);
      scope.set(name, macro);
      rendering.export(new Target.Variable(name, line), scope);
      return Flow.ON;
    }
  }

  /** {@code {% call(parameters) function(arguments) %}body{% endcall %}}. */
  record CallBlock(MacroSignature signature, Access.Call call, Body body, int line)
      implements Capture {
    @Override
    public List<Node> children() {
      List<Node> all = signature.with(body);
      all.add(0, call);
      return all;
    }

    @Override
    public void declare(Symbols symbols) {
      call.declare(symbols);
    }

    @Override
    public void resolve(Layout layout, Layout.Place place) {
      call.check(place.soft());
      signature.frame(body, line, layout, place);
    }

    @Override
    public Flow run(Rendering rendering, Scope scope) {
      Macro caller = new Macro(null, signature, body, scope, rendering);
      rendering.writeText(call.compute(rendering, scope, caller));
      return Flow.ON;
    }
  }
}
