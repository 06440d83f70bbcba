package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Filters that compare elements. */
final class SortFilters {
  private SortFilters() {}

  static void addTo(Map<String, Filters.Free> filters) {
    Filters.add(
        filters,
        "sort",
        "value, reverse=False, case_sensitive=False, attribute=None",
        SortFilters::sort);
    Filters.add(
        filters,
        "dictsort",
        "value, case_sensitive=False, by='key', reverse=False",
        SortFilters::dictSort);
    String options = "value, case_sensitive=False, attribute=None";
    Filters.add(filters, "min", options, (given, r) -> extreme(given, "<", r));
    Filters.add(filters, "max", options, (given, r) -> extreme(given, ">", r));
    Filters.add(filters, "unique", options, SortFilters::unique);
    Filters.add(
        filters,
        "groupby",
        "value, attribute, default=None, case_sensitive=False",
        SortFilters::groupBy);
  }

  private static UnaryOperator<Object> key(
      AttributePath path, Object caseSensitive, Rendering rendering) {
    return Truth.of(caseSensitive, rendering)
        ? value -> path.get(value, rendering)
        : value -> path.getIgnoringCase(value, rendering);
  }

  private static Object sort(Object[] given, Rendering rendering) {
    List<UnaryOperator<Object>> keys = new ArrayList<>();
    if (Text.isText(given[3])) {
      for (String path : given[3].toString().split(",", -1)) {
        keys.add(key(AttributePath.of(path), given[2], rendering));
      }
    } else {
      keys.add(key(AttributePath.of(given[3]), given[2], rendering));
    }
    UnaryOperator<Object> all =
        value -> {
          List<Object> parts = new ArrayList<>(keys.size());
          rendering.budget().cells(keys.size());
          keys.forEach(key -> parts.add(key.apply(value)));
          return new PythonList(parts);
        };
    return new PythonList(
        Sorting.sorted(
            Iteration.list(given[0], rendering),
            all,
            Truth.of(given[1], rendering),
            rendering.budget()));
  }

  private static Object dictSort(Object[] given, Rendering rendering) {
    if (given[0] instanceof Undefined undefined) {
      throw undefined.fault();
    }
    boolean byKey = Equality.equal("key", given[2], rendering.budget());
    if (!byKey && !Equality.equal("value", given[2], rendering.budget())) {
      throw Fault.template("You can only sort by either \"key\" or \"value\"");
    }
    if (!(given[0] instanceof PythonDict dict)) {
      throw Fault.of(Kind.ATTRIBUTE, "'%s' object has no attribute 'items'", Types.name(given[0]));
    }
    UnaryOperator<Object> key = key(AttributePath.of(byKey ? 0L : 1L), given[1], rendering);
    rendering.budget().cells(dict.size());
    return new PythonList(
        Sorting.sorted(dict.items(), key, Truth.of(given[3], rendering), rendering.budget()));
  }

  private static Object extreme(Object[] given, String operator, Rendering rendering) {
    Iterator<Object> each = Iteration.of(given[0], rendering);
    if (!each.hasNext()) {
      return Undefined.because("No aggregated item, sequence was empty.");
    }
    UnaryOperator<Object> key = key(AttributePath.of(given[2]), given[1], rendering);
    Object best = each.next();
    Object bestKey = key.apply(best);
    while (each.hasNext()) {
      rendering.budget().step();
      Object candidate = each.next();
      Object candidateKey = key.apply(candidate);
      if (Order.holds(operator, candidateKey, bestKey, rendering.budget())) {
        best = candidate;
        bestKey = candidateKey;
      }
    }
    return best;
  }

  private static Object unique(Object[] given, Rendering rendering) {
    Set<Object> seen = new HashSet<>();
    return new Generator(
        new LazyIterator(
            () -> {
              UnaryOperator<Object> key = key(AttributePath.of(given[2]), given[1], rendering);
              return Selection.of(
                  Iteration.of(given[0], rendering),
                  item -> {
                    rendering.budget().cells(1);
                    return seen.add(Hashable.of(key.apply(item), rendering.budget()));
                  },
                  rendering);
            }),
        rendering);
  }

  private static Object groupBy(Object[] given, Rendering rendering) {
    Budget budget = rendering.budget();
    AttributePath path = AttributePath.of(given[1], given[2]);
    boolean caseSensitive = Truth.of(given[3], rendering);
    UnaryOperator<Object> key = key(path, given[3], rendering);
    List<Object> groups = new ArrayList<>();
    List<Object> group = null;
    Object groupKey = null;
    List<Object> sorted = Sorting.sorted(Iteration.list(given[0], rendering), key, false, budget);
    for (Object item : sorted) {
      Object itemKey = key.apply(item);
      if (group == null || !Equality.equal(itemKey, groupKey, budget)) {
        group = new ArrayList<>();
        groupKey = itemKey;
        Object shown = caseSensitive ? itemKey : path.get(item, rendering);
        groups.add(new PythonTuple(List.of(shown, new PythonList(group)), true));
      }
      budget.cells(1);
      group.add(item);
    }
    return new PythonList(groups);
  }
}
