package dev.longspark.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A macro, or the body of a call block, with the frame that it was made in.
 *
 * <p><em>Source:</em> Jinja2 3.1, {@code jinja2.runtime.Macro}.
 */
final class Macro implements Callable {
  static final String CALLER = "caller";
  static final String KWARGS = "kwargs";
  static final String VARARGS = "varargs";

  private final String name;
  private final MacroSignature signature;
  private final Body body;
  private final Scope scope;
  private final Set<String> special;
  private final boolean escapes;

  /**
   * @param name {@code null} for the body of a call block
   */
  Macro(String name, MacroSignature signature, Body body, Scope scope, Rendering rendering) {
    this.name = name;
    this.signature = signature;
    this.body = body;
    this.scope = scope;
    this.special = signature.special(body);
    this.escapes = rendering.isEscapingHere();
  }

  @Override
  public Object call(Arguments arguments, Rendering rendering) {
    rendering.budget().enterCall();
    Scope inner = new Scope(rendering.layout().symbols(body), scope);
    boolean[] given = bind(arguments, rendering, inner);
    inner.enter(rendering);
    Object text =
        rendering.captureMacro(
            escapes,
            () -> {
              setDefaults(given, rendering, inner);
              body.run(rendering, inner);
            });
    rendering.budget().leaveCall();
    return text;
  }

  private boolean[] bind(Arguments arguments, Rendering rendering, Scope inner) {
    List<String> names = signature.names();
    List<Object> places = arguments.positional();
    Map<String, Object> rest = new LinkedHashMap<>(arguments.keywords());
    boolean[] given = new boolean[names.size()];
    boolean foundCaller = places.size() >= names.size() && names.contains(CALLER);
    for (int i = 0; i < names.size(); i++) {
      if (i < places.size()) {
        given[i] = true;
        inner.set(names.get(i), places.get(i));
      } else {
        foundCaller |= names.get(i).equals(CALLER);
        if (rest.containsKey(names.get(i))) {
          given[i] = true;
          inner.set(names.get(i), rest.remove(names.get(i)));
        }
      }
    }
    if (special.contains(CALLER) && !foundCaller) {
      Object caller = rest.containsKey(CALLER) ? rest.remove(CALLER) : None.NONE;
      inner.set(CALLER, caller == None.NONE ? Undefined.because("No caller defined") : caller);
    }
    bindRest(rest, places, rendering, inner);
    return given;
  }

  private void bindRest(
      Map<String, Object> rest, List<Object> places, Rendering rendering, Scope inner) {
    int parameters = signature.parameters().size();
    if (special.contains(KWARGS)) {
      PythonDict.Builder dict = new PythonDict.Builder(rendering.budget());
      rest.forEach(dict::put);
      inner.set(KWARGS, dict.build());
    } else if (rest.containsKey(CALLER)) {
      throw Fault.type(
          "macro %s was invoked with two values for the special caller argument."
              + " This is most likely a bug.",
          quotedName());
    } else if (!rest.isEmpty()) {
      throw Fault.type(
          "macro %s takes no keyword argument %s",
          quotedName(), Repr.quoted(rest.keySet().iterator().next()));
    }
    if (special.contains(VARARGS)) {
      int from = Math.min(parameters, places.size());
      inner.set(VARARGS, new PythonTuple(new ArrayList<>(places.subList(from, places.size()))));
    } else if (places.size() > parameters) {
      throw Fault.type("macro %s takes not more than %d argument(s)", quotedName(), parameters);
    }
  }

  private void setDefaults(boolean[] given, Rendering rendering, Scope inner) {
    for (int i = 0; i < given.length; i++) {
      if (!given[i]) {
        String parameter = signature.parameters().get(i).name();
        Expression fallback = signature.fallback(i);
        inner.set(
            parameter,
            fallback != null
                ? fallback.evaluate(rendering, inner)
                : Undefined.because("parameter " + Repr.quoted(parameter) + " was not provided"));
      }
    }
  }

  private String quotedName() {
    return name == null ? "None" : Repr.quoted(name);
  }

  /** What a template can ask of it, {@link Scope#MISSING} otherwise. */
  Object attribute(String attribute) {
    return switch (attribute) {
      case "name" -> name == null ? None.NONE : name;
      case "arguments" -> new PythonTuple(new ArrayList<>(signature.names()));
      case "catch_kwargs" -> special.contains(KWARGS);
      case "catch_varargs" -> special.contains(VARARGS);
      case CALLER -> special.contains(CALLER) || hasExplicitCaller();
      case "explicit_caller" -> signature.names().contains(CALLER);
      default -> Scope.MISSING;
    };
  }

  private boolean hasExplicitCaller() {
    return signature.names().contains(CALLER)
        && !Symbols.undeclared(body, Set.of(CALLER)).isEmpty();
  }

  @Override
  public String toString() {
    return name == null ? "<Macro anonymous>" : "<Macro " + Repr.quoted(name) + ">";
  }
}
