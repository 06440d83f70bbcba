package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What every template sees besides its variables. */
final class Globals {
  private static final Signature RAISE = Signature.of("raise_exception", "message");
  private static final Signature STRFTIME = Signature.of("strftime_now", "format");

  private static final Map<String, Object> VALUES =
      Map.of(
          "range", new NamedFunction("range", (given, r) -> PythonRange.of(given)),
          "dict", new Type("dict", Globals::dict),
          "namespace", new Type("jinja2.utils.Namespace", Namespace::of),
          "cycler", new Type("jinja2.utils.Cycler", (given, r) -> new Cycler(given)),
          "joiner", new Type("jinja2.utils.Joiner", (given, r) -> new Joiner(given)),
          "lipsum", new NamedFunction("lipsum", (given, r) -> refuseLipsum()),
          "raise_exception", new NamedFunction("raise_exception", Globals::raise),
          "strftime_now", new NamedFunction("strftime_now", Globals::strftimeNow));

  private Globals() {}

  /**
   * A type, which makes a value when it is called.
   *
   * @param path as Python prints it
   */
  record Type(String path, Callable maker) implements Callable {
    @Override
    public Object call(Arguments arguments, Rendering rendering) {
      return maker.call(arguments, rendering);
    }
  }

  /** A value by its name, {@link Scope#MISSING} if there is none. */
  static Object get(String name) {
    return VALUES.getOrDefault(name, Scope.MISSING);
  }

  private static Object refuseLipsum() {
    throw Fault.unknown("the function 'lipsum' is not known: it never gives the same twice");
  }

  private static Object raise(Arguments given, Rendering rendering) {
    throw Fault.of(Kind.TEMPLATE, "%s", Text.of(RAISE.bind(given)[0], rendering));
  }

  private static Object strftimeNow(Arguments given, Rendering rendering) {
    Object format = STRFTIME.bind(given)[0];
    if (!Text.isText(format)) {
      throw Fault.type("strftime() argument 1 must be str, not %s", Types.name(format));
    }
    return Strftime.format(rendering.now(), format.toString(), rendering.budget());
  }

  /** A dict of keyword arguments and at most one dict or list of pairs. */
  static PythonDict dict(Arguments given, Rendering rendering) {
    if (given.positional().size() > 1) {
      throw Fault.type("dict expected at most 1 argument, got %d", given.positional().size());
    }
    PythonDict.Builder dict = new PythonDict.Builder(rendering.budget());
    for (Object source : given.positional()) {
      if (source instanceof PythonDict other) {
        other.forEach(dict::put);
      } else {
        addPairs(dict, source, rendering);
      }
    }
    given.keywords().forEach(dict::put);
    return dict.build();
  }

  private static void addPairs(PythonDict.Builder dict, Object source, Rendering rendering) {
    int index = 0;
    for (Iterator<Object> each = Iteration.of(source, rendering); each.hasNext(); index++) {
      Object element = each.next();
      if (!Iteration.isIterable(element)) {
        throw Fault.type(
            "cannot convert dictionary update sequence element #%d to a sequence", index);
      }
      List<Object> pair = Iteration.list(element, rendering);
      if (pair.size() != 2) {
        throw Fault.value(
            "dictionary update sequence element #%d has length %d; 2 is required",
            index, pair.size());
      }
      dict.put(pair.get(0), pair.get(1));
    }
  }
}
