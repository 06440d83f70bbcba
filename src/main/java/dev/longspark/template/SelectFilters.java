package dev.longspark.template;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * {@code map}, {@code select} and their kin: what they do is looked up when elements are wanted.
 */
final class SelectFilters {
  private static final String ATTRIBUTE = "attribute";
  private static final String DEFAULT = "default";

  private SelectFilters() {}

  static void addTo(Map<String, Filters.Free> filters) {
    filters.put("map", SelectFilters::map);
    filters.put("select", (value, given, r) -> select(value, given, r, true, false));
    filters.put("reject", (value, given, r) -> select(value, given, r, false, false));
    filters.put("selectattr", (value, given, r) -> select(value, given, r, true, true));
    filters.put("rejectattr", (value, given, r) -> select(value, given, r, false, true));
  }

  private static Object map(Object value, Arguments given, Rendering rendering) {
    return new Generator(
        new LazyIterator(
            () -> {
              if (!Truth.of(value, rendering)) {
                return Collections.emptyIterator();
              }
              UnaryOperator<Object> change = change(given, rendering);
              return mapped(Iteration.of(value, rendering), change, rendering);
            }),
        rendering);
  }

  private static Iterator<Object> mapped(
      Iterator<Object> all, UnaryOperator<Object> change, Rendering rendering) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public Object next() {
        rendering.budget().step();
        return change.apply(all.next());
      }
    };
  }

  private static UnaryOperator<Object> change(Arguments given, Rendering rendering) {
    if (given.positional().isEmpty() && given.keywords().containsKey(ATTRIBUTE)) {
      Map<String, Object> rest = new LinkedHashMap<>(given.keywords());
      Object attribute = rest.remove(ATTRIBUTE);
      Object fallback = rest.containsKey(DEFAULT) ? rest.remove(DEFAULT) : None.NONE;
      if (!rest.isEmpty()) {
        throw Fault.template(
            "Unexpected keyword argument %s", Repr.quoted(rest.keySet().iterator().next()));
      }
      AttributePath path = AttributePath.of(attribute, fallback);
      return item -> path.get(item, rendering);
    }
    if (given.positional().isEmpty()) {
      throw Fault.template("map requires a filter argument");
    }
    String name = name("filter", given.positional().get(0), rendering);
    Arguments rest = given.skip(1);
    return item -> {
      if (!Filters.isKnown(name)) {
        throw Fault.template("No filter named %s.", Repr.quoted(name));
      }
      return Filters.apply(name, item, rest, rendering);
    };
  }

  private static String name(String kind, Object name, Rendering rendering) {
    if (name instanceof Undefined undefined) {
      throw Fault.template(
          "No %s named Undefined. (%s; did you forget to quote the callable name?)",
          kind, undefined.reason());
    }
    if (!Text.isText(name)) {
      throw Fault.template("No %s named %s.", kind, Repr.of(name, rendering.budget()));
    }
    return name.toString();
  }

  private static Object select(
      Object value, Arguments given, Rendering rendering, boolean wanted, boolean byAttribute) {
    return new Generator(
        new LazyIterator(
            () -> {
              if (!Truth.of(value, rendering)) {
                return Collections.emptyIterator();
              }
              Predicate<Object> test = test(given, rendering, byAttribute);
              return Selection.of(
                  Iteration.of(value, rendering), item -> test.test(item) == wanted, rendering);
            }),
        rendering);
  }

  private static Predicate<Object> test(Arguments given, Rendering rendering, boolean byAttribute) {
    List<Object> places = given.positional();
    if (byAttribute && places.isEmpty()) {
      throw Fault.template("Missing parameter for attribute name");
    }
    AttributePath path = AttributePath.of(byAttribute ? places.get(0) : None.NONE);
    int tests = byAttribute ? 1 : 0;
    if (places.size() == tests) {
      return item -> Truth.of(path.get(item, rendering), rendering);
    }
    Object named = places.get(tests);
    Arguments rest = given.skip(tests + 1);
    return item -> {
      Object part = path.get(item, rendering);
      String name = name("test", named, rendering);
      if (!Tests.isKnown(name)) {
        throw Fault.template("No test named %s.", Repr.quoted(name));
      }
      return Truth.of(Tests.apply(name, part, rest, rendering), rendering);
    };
  }
}
