package dev.longspark.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Python's {@code dict}: keys that are equal are one, {@code 1} and {@code True} too. */
final class PythonDict {
  static final PythonDict EMPTY = new PythonDict(new LinkedHashMap<>());

  private record Entry(Object key, Object value) {}

  /** By the keys' hashable forms; the first of equal keys stays. */
  private final Map<Object, Entry> entries;

  private PythonDict(Map<Object, Entry> entries) {
    this.entries = entries;
  }

  /** Collects entries. */
  static final class Builder {
    private final Map<Object, Entry> entries = new LinkedHashMap<>();
    private final Budget budget;

    Builder(Budget budget) {
      this.budget = budget;
    }

    /**
     * Adds an entry or replaces its value.
     *
     * @throws TemplateException if the key is not hashable
     */
    void put(Object key, Object value) {
      budget.cells(2);
      Object hashable = Hashable.of(key, budget);
      Entry old = entries.get(hashable);
      entries.put(hashable, new Entry(old == null ? key : old.key, value));
    }

    PythonDict build() {
      return new PythonDict(entries);
    }
  }

  int size() {
    return entries.size();
  }

  /**
   * The value of a key, {@link Scope#MISSING} if there is none.
   *
   * @throws TemplateException if the key is not hashable
   */
  Object get(Object key, Budget budget) {
    Entry entry = entries.get(key instanceof String ? key : Hashable.of(key, budget));
    return entry == null ? Scope.MISSING : entry.value;
  }

  List<Object> keys() {
    List<Object> keys = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> keys.add(entry.key));
    return keys;
  }

  List<Object> values() {
    List<Object> values = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> values.add(entry.value));
    return values;
  }

  /** Its entries as tuples. */
  List<Object> items() {
    List<Object> items = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> items.add(PythonTuple.pair(entry.key, entry.value)));
    return items;
  }

  void forEach(BiConsumer<Object, Object> action) {
    entries.values().forEach(entry -> action.accept(entry.key, entry.value));
  }
}
