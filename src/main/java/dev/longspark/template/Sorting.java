package dev.longspark.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Python's {@code sorted}: stable, in reverse too. */
final class Sorting {
  private record Keyed(Object key, Object item) {}

  private Sorting() {}

  /**
   * The items in the order of their keys.
   *
   * @throws TemplateException if two keys have no order
   */
  static List<Object> sorted(
      List<Object> items, UnaryOperator<Object> key, boolean reverse, Budget budget) {
    budget.cells(items.size() * 2L);
    List<Keyed> keyed = new ArrayList<>(items.size());
    for (Object item : items) {
      keyed.add(new Keyed(key.apply(item), item));
    }
    if (reverse) {
      Collections.reverse(keyed);
    }
    merge(keyed, budget);
    if (reverse) {
      Collections.reverse(keyed);
    }
    List<Object> sorted = new ArrayList<>(items.size());
    keyed.forEach(element -> sorted.add(element.item));
    return sorted;
  }

  /**
   * Merges ever longer runs; unlike Java's own sort it never minds an order without sense (NaN).
   */
  private static void merge(List<Keyed> keyed, Budget budget) {
    Keyed[] from = keyed.toArray(new Keyed[0]);
    Keyed[] to = new Keyed[from.length];
    for (int run = 1; run < from.length; run *= 2) {
      for (int left = 0; left < from.length; left += 2 * run) {
        int middle = Math.min(left + run, from.length);
        int end = Math.min(left + 2 * run, from.length);
        int i = left;
        int j = middle;
        for (int k = left; k < end; k++) {
          budget.step();
          boolean second =
              i >= middle || (j < end && Order.holds("<", from[j].key, from[i].key, budget));
          to[k] = second ? from[j++] : from[i++];
        }
      }
      Keyed[] swap = from;
      from = to;
      to = swap;
    }
    for (int i = 0; i < from.length; i++) {
      keyed.set(i, from[i]);
    }
  }
}
