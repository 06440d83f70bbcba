package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Filters of lists and what else can be looped over. */
final class SequenceFilters {
  private SequenceFilters() {}

  static void addTo(Map<String, Filters.Free> filters) {
    Filters.add(filters, "length", "/obj", (given, r) -> Iteration.length(given[0], r));
    filters.put("count", filters.get("length"));
    Filters.add(filters, "first", "seq", SequenceFilters::first);
    Filters.add(filters, "last", "seq", SequenceFilters::last);
    Filters.add(
        filters, "list", "value", (given, r) -> new PythonList(Iteration.list(given[0], r)));
    Filters.add(filters, "items", "value", (given, r) -> items(given[0], r));
    Filters.add(filters, "reverse", "value", (given, r) -> reverse(given[0], r));
    Filters.add(filters, "sum", "iterable, attribute=None, start=0", SequenceFilters::sum);
    Filters.add(filters, "batch", "value, linecount, fill_with=None", SequenceFilters::batch);
    Filters.add(filters, "slice", "value, slices, fill_with=None", SequenceFilters::slice);
  }

  private static Object first(Object[] given, Rendering rendering) {
    Iterator<Object> each = Iteration.of(given[0], rendering);
    return each.hasNext() ? each.next() : Undefined.because("No first item, sequence was empty.");
  }

  private static Object last(Object[] given, Rendering rendering) {
    Object value = given[0];
    if (value instanceof Generator || !Iteration.isIterable(value)) {
      throw Fault.type("'%s' object is not reversible", Types.name(value));
    }
    if (value instanceof Undefined || Iteration.size(value) == 0) {
      return Undefined.because("No last item, sequence was empty.");
    }
    if (Text.isText(value) || value instanceof Sequence || value instanceof PythonRange) {
      Object last = Attributes.item(value, -1L, rendering);
      return last instanceof Markup markup ? markup.text() : last;
    }
    List<Object> all = Iteration.list(value, rendering);
    return all.get(all.size() - 1);
  }

  /** Elements that are looked for when the first one is wanted. */
  private static Generator lazily(Supplier<Iterator<Object>> elements, Rendering rendering) {
    return new Generator(new LazyIterator(elements), rendering);
  }

  private static Object items(Object value, Rendering rendering) {
    return lazily(
        () -> {
          if (value instanceof Undefined) {
            return Collections.emptyIterator();
          }
          if (!(value instanceof PythonDict dict)) {
            throw Fault.type("Can only get item pairs from a mapping.");
          }
          rendering.budget().cells(dict.size());
          return dict.items().iterator();
        },
        rendering);
  }

  private static Object reverse(Object value, Rendering rendering) {
    if (Text.isText(value)) {
      return Slices.slice(value, None.NONE, None.NONE, -1L, rendering.budget());
    }
    if (!Iteration.isIterable(value)) {
      throw Fault.template("argument must be iterable");
    }
    List<Object> reversed = Iteration.list(value, rendering);
    Collections.reverse(reversed);
    if (value instanceof Generator) {
      return new PythonList(reversed);
    }
    String type =
        value instanceof PythonList
            ? "list_reverseiterator"
            : value instanceof PythonRange
                ? "range_iterator"
                : value instanceof PythonDict ? "dict_reversekeyiterator" : "reversed";
    return new Generator(reversed.iterator(), type, rendering);
  }

  private static Object sum(Object[] given, Rendering rendering) {
    Object sum = given[2];
    if (Text.isText(sum)) {
      throw Fault.type("sum() can't sum strings [use ''.join(seq) instead]");
    }
    AttributePath path = AttributePath.of(given[1]);
    for (Iterator<Object> each = Iteration.of(given[0], rendering); each.hasNext(); ) {
      rendering.budget().step();
      Object value = path.get(each.next(), rendering);
      sum = Arithmetic.apply(TokenType.ADD, sum, value, rendering);
    }
    return sum;
  }

  private static Object batch(Object[] given, Rendering rendering) {
    return lazily(
        () -> {
          Iterator<Object> each = Iteration.of(given[0], rendering);
          List<Object> rows = new ArrayList<>();
          List<Object> row = new ArrayList<>();
          while (each.hasNext()) {
            Object item = each.next();
            if (Equality.equal((long) row.size(), given[1], rendering.budget())) {
              rows.add(new PythonList(row));
              row = new ArrayList<>();
            }
            rendering.budget().cells(1);
            row.add(item);
          }
          if (!row.isEmpty()) {
            fill(row, given, rendering);
            rows.add(new PythonList(row));
          }
          return rows.iterator();
        },
        rendering);
  }

  private static void fill(List<Object> row, Object[] given, Rendering rendering) {
    if (given[2] != None.NONE
        && Order.holds("<", (long) row.size(), given[1], rendering.budget())) {
      int missing = Numbers.clamped(given[1]) - row.size();
      rendering.budget().cells(missing);
      row.addAll(Collections.nCopies(missing, given[2]));
    }
  }

  private static Object slice(Object[] given, Rendering rendering) {
    return lazily(
        () -> {
          List<Object> all = Iteration.list(given[0], rendering);
          int slices = Numbers.clamped(given[1]);
          if (slices == 0) {
            throw Fault.of(Kind.ZERO_DIVISION, "integer division or modulo by zero");
          }
          rendering.budget().cells(Math.max(0, slices) * 2L);
          int each = Math.floorDiv(all.size(), slices);
          int longer = Math.floorMod(all.size(), slices);
          List<Object> rows = new ArrayList<>();
          int start = 0;
          for (int i = 0; i < slices; i++) {
            int end = start + each + (i < longer ? 1 : 0);
            List<Object> row = new ArrayList<>(all.subList(start, end));
            if (given[2] != None.NONE && i >= longer) {
              row.add(given[2]);
            }
            rows.add(new PythonList(row));
            start = end;
          }
          return rows.iterator();
        },
        rendering);
  }
}
