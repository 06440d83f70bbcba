package dev.longspark.template;

import java.util.List;
import java.util.Map;

/** Methods of texts that take them apart. */
final class SplitMethods {
  private SplitMethods() {}

  static void addTo(Map<String, Method> methods) {
    add(methods, "split", "sep=None, maxsplit=-1", (s, given, r) -> split(s, given, true, r));
    add(methods, "rsplit", "sep=None, maxsplit=-1", (s, given, r) -> split(s, given, false, r));
    add(
        methods,
        "splitlines",
        "keepends=False",
        (self, given, r) -> {
          boolean keep = Numbers.isInteger(given[0]) && Truth.of(given[0], r);
          if (!Numbers.isInteger(given[0])) {
            throw Fault.type(
                "'%s' object cannot be interpreted as an integer", Types.name(given[0]));
          }
          return list(StringSplits.lines(self.toString(), keep, r.budget()));
        });
    add(methods, "partition", "/sep", (s, given, r) -> partition(s, given[0], true, r));
    add(methods, "rpartition", "/sep", (s, given, r) -> partition(s, given[0], false, r));
  }

  private static void add(
      Map<String, Method> methods, String name, String parameters, Method.Body body) {
    methods.put(name, new Method(Signature.of("str." + name, parameters), body));
  }

  private static PythonList list(List<String> parts) {
    return new PythonList(List.copyOf(parts));
  }

  private static Object split(Object self, Object[] given, boolean first, Rendering rendering) {
    String text = self.toString();
    Budget budget = rendering.budget();
    int most = Numbers.clamped(given[1]);
    budget.characters(text.length());
    if (given[0] == None.NONE) {
      List<String> words =
          first ? StringSplits.words(text, most) : StringSplits.lastWords(text, most);
      budget.cells(words.size());
      return list(words);
    }
    String separator = SearchMethods.text(given[0], "separator");
    if (separator.isEmpty()) {
      throw Fault.value("empty separator");
    }
    return list(
        first
            ? StringSplits.parts(text, separator, most, budget)
            : StringSplits.lastParts(text, separator, most, budget));
  }

  private static Object partition(Object self, Object given, boolean first, Rendering rendering) {
    String text = self.toString();
    String separator = SearchMethods.text(given, "separator");
    Budget budget = rendering.budget();
    if (separator.isEmpty()) {
      throw Fault.value("empty separator");
    }
    budget.characters(text.length());
    int at =
        first
            ? Search.indexOf(text, separator, 0, text.length(), budget)
            : Search.lastIndexOf(text, separator, 0, text.length(), budget);
    if (at < 0) {
      return new PythonTuple(first ? List.of(text, "", "") : List.of("", "", text));
    }
    return new PythonTuple(
        List.of(text.substring(0, at), separator, text.substring(at + separator.length())));
  }
}
