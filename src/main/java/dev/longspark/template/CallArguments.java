package dev.longspark.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Arguments as a template writes them.
 *
 * @param positional by place
 * @param keywords names of those by name
 * @param values of those by name
 * @param spread {@code *x}, {@code null} if there is none
 * @param spreadKeywords {@code **x}, {@code null} if there is none
 */
record CallArguments(
    List<Expression> positional,
    List<String> keywords,
    List<Expression> values,
    Expression spread,
    Expression spreadKeywords) {
  static final CallArguments NONE = new CallArguments(List.of(), List.of(), List.of(), null, null);

  static CallArguments of(Expression only) {
    return new CallArguments(List.of(only), List.of(), List.of(), null, null);
  }

  /** All expressions, in their order. */
  List<Expression> all() {
    List<Expression> all = new ArrayList<>(positional);
    all.addAll(values);
    if (spread != null) {
      all.add(spread);
    }
    if (spreadKeywords != null) {
      all.add(spreadKeywords);
    }
    return all;
  }

  /** All expressions behind a first one. */
  List<Expression> with(Expression first) {
    List<Expression> all = all();
    all.add(0, first);
    return all;
  }

  Arguments evaluate(Rendering rendering, Scope scope) {
    if (positional.isEmpty() && values.isEmpty() && spread == null && spreadKeywords == null) {
      return Arguments.NONE;
    }
    List<Object> places = new ArrayList<>(positional.size());
    for (Expression argument : positional) {
      places.add(argument.evaluate(rendering, scope));
    }
    if (spread != null) {
      Object more = spread.evaluate(rendering, scope);
      for (Iterator<Object> each = Iteration.of(more, rendering); each.hasNext(); ) {
        rendering.budget().cells(1);
        places.add(each.next());
      }
    }
    Map<String, Object> names = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      if (names.put(keywords.get(i), values.get(i).evaluate(rendering, scope)) != null) {
        throw Fault.type("keyword argument repeated: %s", keywords.get(i));
      }
    }
    if (spreadKeywords != null) {
      addAll(names, spreadKeywords.evaluate(rendering, scope));
    }
    return new Arguments(places, names);
  }

  private static void addAll(Map<String, Object> names, Object more) {
    if (!(more instanceof PythonDict dict)) {
      throw Fault.type("argument after ** must be a mapping, not %s", Types.name(more));
    }
    dict.forEach(
        (key, value) -> {
          if (!(key instanceof CharSequence)) {
            throw Fault.type("keywords must be strings");
          }
          if (names.put(key.toString(), value) != null) {
            throw Fault.type("got multiple values for keyword argument '%s'", key);
          }
        });
  }
}
