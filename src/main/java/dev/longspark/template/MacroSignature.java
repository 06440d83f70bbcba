package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The parameters of a macro; the last ones have defaults.
 *
 * @param parameters the names
 * @param defaults of the last parameters
 */
record MacroSignature(List<Target.Variable> parameters, List<Expression> defaults) {
  static final MacroSignature NONE = new MacroSignature(List.of(), List.of());

  private static final Set<String> SPECIAL = Set.of(Macro.CALLER, Macro.KWARGS, Macro.VARARGS);

  /** Parameters, defaults and body, in this order. */
  List<Node> with(Body body) {
    List<Node> all = new ArrayList<>(parameters);
    all.addAll(defaults);
    all.add(body);
    return all;
  }

  List<String> names() {
    return parameters.stream().map(Target.Variable::name).toList();
  }

  /** The default of a parameter, {@code null} if it has none. */
  Expression fallback(int parameter) {
    int index = parameter - parameters.size() + defaults.size();
    return index < 0 ? null : defaults.get(index);
  }

  /** What a body takes beyond its parameters. */
  Set<String> special(Body body) {
    Set<String> wanted = Symbols.undeclared(body, SPECIAL);
    wanted.removeAll(names());
    return wanted;
  }

  /** Settles the frame of a macro's body. */
  void frame(Body body, int line, Layout layout, Layout.Place place) {
    Symbols symbols = new Symbols(place.symbols());
    Set<String> seen = new HashSet<>();
    for (Target.Variable parameter : parameters) {
      if (!seen.add(parameter.name())) {
        throw new TemplateException(
            Kind.SYNTAX, line, "duplicate parameter '" + parameter.name() + "'");
      }
      parameter.declareParameter(symbols);
    }
    defaults.forEach(value -> value.declare(symbols));
    body.declare(symbols);
    int caller = names().indexOf(Macro.CALLER);
    if (caller >= 0
        && fallback(caller) == null
        && !Symbols.undeclared(body, Set.of(Macro.CALLER)).isEmpty()) {
      throw new TemplateException(
          Kind.SYNTAX,
          line,
          "the special \"caller\" argument must be omitted or be given a default");
    }
    special(body).forEach(symbols::parameter);
    defaults.forEach(value -> value.check(false));
    layout.frame(body, body.statements(), new Layout.Place(symbols, false, false));
  }
}
