package dev.longspark.template;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Methods of Python's {@code str}; those of safe text give safe text. */
final class StringMethods {
  private static final Map<String, Method> METHODS = new HashMap<>();

  static {
    text("capitalize", Cases::capitalize);
    text("casefold", Cases::caseFold);
    text("lower", Cases::lower);
    text("swapcase", Cases::swap);
    text("title", Cases::title);
    text("upper", Cases::upper);
    check("isalnum", text -> Predicates.all(text, Characters::isAlphanumeric));
    check("isalpha", text -> Predicates.all(text, Characters::isAlpha));
    check("isascii", text -> text.chars().allMatch(c -> c < 128));
    check("isdecimal", text -> Predicates.all(text, Characters::isDecimal));
    check("isdigit", text -> Predicates.all(text, Characters::isDigit));
    check("isidentifier", Predicates::isIdentifier);
    check("islower", Predicates::isLower);
    check("isnumeric", text -> Predicates.all(text, Characters::isNumeric));
    check("isprintable", text -> text.codePoints().allMatch(Characters::isPrintable));
    check("isspace", text -> Predicates.all(text, Characters::isSpace));
    check("istitle", Predicates::isTitle);
    check("isupper", Predicates::isUpper);
    PaddingMethods.addTo(METHODS);
    SearchMethods.addTo(METHODS);
    SplitMethods.addTo(METHODS);
    add("join", "/iterable", (self, given, r) -> join(self.toString(), given[0], r));
  }

  private StringMethods() {}

  private static void add(String name, String parameters, Method.Body body) {
    METHODS.put(name, new Method(Signature.of("str." + name, parameters), body));
  }

  private static void text(String name, Function<String, String> change) {
    add(
        name,
        "/",
        (self, given, rendering) -> {
          String text = self.toString();
          rendering.budget().characters(text.length());
          return change.apply(text);
        });
  }

  private static void check(String name, Predicate<String> check) {
    add(
        name,
        "/",
        (self, given, rendering) -> {
          String text = self.toString();
          rendering.budget().scan(text.length());
          return check.test(text);
        });
  }

  /** A method bound to a text, {@link Scope#MISSING} if there is none of that name. */
  static Object find(Object self, String name) {
    if (name.equals("format") || name.equals("format_map")) {
      return new NamedFunction(name, (given, r) -> format(self, name, given, r));
    }
    Method method = METHODS.get(name);
    if (method == null) {
      return Scope.MISSING;
    }
    return self instanceof Markup
        ? MarkupMethods.bound(name, self, method)
        : method.bound(name, self);
  }

  private static Object format(Object self, String name, Arguments given, Rendering rendering) {
    Map<String, Object> names = given.keywords();
    List<Object> places = given.positional();
    if (name.equals("format_map")) {
      if (places.size() != 1 || !names.isEmpty() || !(places.get(0) instanceof PythonDict dict)) {
        throw Fault.type("format_map() takes exactly one argument, a mapping");
      }
      names = new HashMap<>();
      Map<String, Object> copied = names;
      dict.forEach((key, value) -> copied.put(String.valueOf(key), value));
      places = List.of();
    }
    boolean safe = self instanceof Markup;
    String text = new BraceFormat(places, names, safe, rendering).format(self.toString());
    return safe ? new Markup(text) : text;
  }

  /** The elements, which must be texts, with a text between them. */
  static String join(String between, Object elements, Rendering rendering) {
    if (!Iteration.isIterable(elements)) {
      throw Fault.type("can only join an iterable");
    }
    StringBuilder text = new StringBuilder();
    int index = 0;
    for (Iterator<Object> each = Iteration.of(elements, rendering); each.hasNext(); index++) {
      rendering.budget().step();
      Object element = each.next();
      if (!Text.isText(element)) {
        throw Fault.type(
            "sequence item %d: expected str instance, %s found", index, Types.name(element));
      }
      String part = element.toString();
      rendering.budget().characters(part.length() + (long) between.length());
      text.append(index == 0 ? "" : between).append(part);
    }
    return text.toString();
  }
}
