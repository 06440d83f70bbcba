package dev.longspark.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code {% block name %}body{% endblock %}}, which sees only what the template as a whole sees,
 * unless it is scoped. No template extends another here, so it stands where it is written.
 */
record Block(String name, boolean scoped, boolean required, Body body, int line)
    implements Statement {
  @Override
  public List<Body> children() {
    return List.of(body);
  }

  @Override
  public void declare(Symbols symbols) {}

  @Override
  public void resolve(Layout layout, Layout.Place place) {}

  @Override
  public Flow run(Rendering rendering, Scope scope) {
    if (required) {
      throw Fault.template("Required block %s not found", Repr.quoted(name));
    }
    Map<String, Object> extra = new HashMap<>();
    if (scoped) {
      scope.copyStores(extra);
    }
    rendering.budget().enterCall();
    rendering.withVariables(
        extra,
        () -> {
          Scope inner = new Scope(rendering.layout().symbols(body), null);
          inner.enter(rendering);
          body.run(rendering, inner);
        });
    rendering.budget().leaveCall();
    return Flow.ON;
  }
}
