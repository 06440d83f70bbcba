package dev.longspark.template;

import java.util.List;
import java.util.Map;

/** Methods of texts that look for others; places count in code points. */
final class SearchMethods {
  private static final String RANGE = ", start=None, end=None";

  private SearchMethods() {}

  static void addTo(Map<String, Method> methods) {
    add(methods, "find", "/sub" + RANGE, (s, given, r) -> find(s, given, true, false, r));
    add(methods, "rfind", "/sub" + RANGE, (s, given, r) -> find(s, given, false, false, r));
    add(methods, "index", "/sub" + RANGE, (s, given, r) -> find(s, given, true, true, r));
    add(methods, "rindex", "/sub" + RANGE, (s, given, r) -> find(s, given, false, true, r));
    add(methods, "count", "/sub" + RANGE, SearchMethods::count);
    add(methods, "startswith", "/prefix" + RANGE, (s, given, r) -> affix(s, given, true, r));
    add(methods, "endswith", "/suffix" + RANGE, (s, given, r) -> affix(s, given, false, r));
    add(methods, "replace", "/old, new, count=-1", SearchMethods::replace);
    add(methods, "translate", "/table", SearchMethods::translate);
  }

  private static void add(
      Map<String, Method> methods, String name, String parameters, Method.Body body) {
    methods.put(name, new Method(Signature.of("str." + name, parameters), body));
  }

  /** An argument that must be a text. */
  static String text(Object value, String what) {
    if (!Text.isText(value)) {
      throw Fault.type("%s must be str, not %s", what, Types.name(value));
    }
    return value.toString();
  }

  /** Bounds within a text, in UTF-16 units and code points. */
  private record Range(String text, int from, int end, int fromPoint, boolean valid) {
    static Range of(String text, Object start, Object stop, Budget budget) {
      int size = text.codePointCount(0, text.length());
      budget.scan(start == None.NONE && stop == None.NONE ? 0 : text.length());
      int from = start == None.NONE ? 0 : place(start, size);
      int end = stop == None.NONE ? size : Math.min(place(stop, size), size);
      if (from > size || from > end) {
        return new Range(text, 0, 0, 0, false);
      }
      int fromUnit = text.offsetByCodePoints(0, from);
      int endUnit = end == size ? text.length() : text.offsetByCodePoints(fromUnit, end - from);
      return new Range(text, fromUnit, endUnit, from, true);
    }

    private static int place(Object bound, int size) {
      if (!Numbers.isInteger(bound)) {
        throw Fault.type("slice indices must be integers or None or have an __index__ method");
      }
      int index = Numbers.clamped(bound);
      return index < 0 ? Math.max(0, index + size) : index;
    }
  }

  private static Object find(
      Object self, Object[] given, boolean first, boolean must, Rendering rendering) {
    String part = text(given[0], "find() argument");
    Budget budget = rendering.budget();
    Range range = Range.of(self.toString(), given[1], given[2], budget);
    int found = -1;
    if (range.valid) {
      found =
          first
              ? Search.indexOf(range.text, part, range.from, range.end, budget)
              : Search.lastIndexOf(range.text, part, range.from, range.end, budget);
    }
    if (found < 0 && must) {
      throw Fault.value("substring not found");
    }
    return found < 0 ? -1L : (long) range.fromPoint + range.text.codePointCount(range.from, found);
  }

  private static Object count(Object self, Object[] given, Rendering rendering) {
    String part = text(given[0], "count() argument");
    Budget budget = rendering.budget();
    Range range = Range.of(self.toString(), given[1], given[2], budget);
    if (!range.valid) {
      return 0L;
    }
    if (part.isEmpty()) {
      return range.text.codePointCount(range.from, range.end) + 1L;
    }
    long count = 0;
    int at = range.from;
    while ((at = Search.indexOf(range.text, part, at, range.end, budget)) >= 0) {
      count++;
      at += part.length();
    }
    return count;
  }

  private static Object affix(Object self, Object[] given, boolean start, Rendering rendering) {
    String name = start ? "startswith" : "endswith";
    List<Object> parts = given[0] instanceof PythonTuple tuple ? tuple.items() : List.of(given[0]);
    for (Object part : parts) {
      if (!Text.isText(part)) {
        throw Fault.type(
            "%s first arg must be str or a tuple of str, not %s", name, Types.name(part));
      }
    }
    Range range = Range.of(self.toString(), given[1], given[2], rendering.budget());
    for (Object candidate : parts) {
      String part = candidate.toString();
      rendering.budget().scan(part.length());
      boolean fits = range.valid && part.length() <= range.end - range.from;
      int at = start ? range.from : range.end - part.length();
      if (fits && range.text.startsWith(part, at)) {
        return true;
      }
    }
    return false;
  }

  private static Object replace(Object self, Object[] given, Rendering rendering) {
    String from = text(given[0], "replace() argument 1");
    String to = text(given[1], "replace() argument 2");
    return replace(self.toString(), from, to, Numbers.clamped(given[2]), rendering.budget());
  }

  /**
   * A text with parts replaced.
   *
   * @param count at most so many, negative for all
   */
  static String replace(String text, String from, String to, int count, Budget budget) {
    StringBuilder replaced = new StringBuilder();
    int left = count < 0 ? Integer.MAX_VALUE : count;
    int at = 0;
    if (from.isEmpty()) {
      for (; left > 0 && at < text.length(); left--) {
        int next = at + Character.charCount(text.codePointAt(at));
        budget.characters(to.length() + 2L);
        replaced.append(to).append(text, at, next);
        at = next;
      }
      budget.characters(to.length());
      return replaced.append(left > 0 ? to : "").append(text.substring(at)).toString();
    }
    int found;
    while (left-- > 0 && (found = Search.indexOf(text, from, at, text.length(), budget)) >= 0) {
      budget.characters(found - at + (long) to.length());
      replaced.append(text, at, found).append(to);
      at = found + from.length();
    }
    if (at == 0) {
      return text;
    }
    budget.characters(text.length() - (long) at);
    return replaced.append(text, at, text.length()).toString();
  }

  private static Object translate(Object self, Object[] given, Rendering rendering) {
    if (!(given[0] instanceof PythonDict table)) {
      throw Fault.unknown("a table for translate() that is no dict");
    }
    StringBuilder text = new StringBuilder();
    self.toString()
        .codePoints()
        .forEach(
            c -> {
              rendering.budget().characters(2);
              Object wanted = table.get((long) c, rendering.budget());
              if (wanted == Scope.MISSING) {
                text.appendCodePoint(c);
              } else if (wanted instanceof Long code
                  && Character.isValidCodePoint((int) (long) code)) {
                text.appendCodePoint((int) (long) code);
              } else if (Text.isText(wanted)) {
                rendering.budget().characters(wanted.toString().length());
                text.append(wanted);
              } else if (wanted != None.NONE) {
                throw Fault.type("character mapping must return integer, None or str");
              }
            });
    return text.toString();
  }
}
