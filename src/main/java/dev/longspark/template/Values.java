package dev.longspark.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Variables from outside as Python's values. */
final class Values {
  private static final int MAX_DEPTH = Budget.NESTING;

  private long characters;

  private Values() {}

  /**
   * All variables.
   *
   * @param characters gets the UTF-16 units of their texts
   */
  static Map<String, Object> of(Map<String, ?> variables, long[] characters) {
    Values values = new Values();
    Map<String, Object> converted = new HashMap<>();
    variables.forEach((name, value) -> converted.put(name, values.value(value, 0)));
    characters[0] = values.characters;
    return converted;
  }

  private Object value(Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw Fault.limit("variables are nested deeper than %d", MAX_DEPTH);
    }
    characters++;
    if (value == null) {
      return None.NONE;
    }
    if (value instanceof String text) {
      characters += text.length();
      return text;
    }
    if (value instanceof Boolean || value instanceof Long || value instanceof Double) {
      return value;
    }
    if (value instanceof BigInteger big) {
      return Numbers.normal(big);
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>(list.size());
      list.forEach(item -> items.add(value(item, depth + 1)));
      return new PythonList(items);
    }
    if (value instanceof Map<?, ?> map) {
      PythonDict.Builder dict = new PythonDict.Builder(new Budget(Long.MAX_VALUE / 64));
      map.forEach((key, item) -> dict.put(value(key, depth + 1), value(item, depth + 1)));
      return dict.build();
    }
    throw Fault.unknown("a variable of type %s is not known", value.getClass().getName());
  }
}
