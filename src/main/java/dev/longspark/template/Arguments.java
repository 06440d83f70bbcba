package dev.longspark.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of one call.
 *
 * @param positional by place
 * @param keywords by name, in order
 */
record Arguments(List<Object> positional, Map<String, Object> keywords) {
  static final Arguments NONE = new Arguments(List.of(), Map.of());

  static Arguments of(Object... positional) {
    return new Arguments(List.of(positional), Map.of());
  }

  Arguments with(String keyword, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(keywords);
    more.put(keyword, value);
    return new Arguments(positional, more);
  }

  /** With a value before the others. */
  Arguments behind(Object value) {
    List<Object> all = new ArrayList<>(positional.size() + 1);
    all.add(value);
    all.addAll(positional);
    return new Arguments(all, keywords);
  }

  /** Without the first so many. */
  Arguments skip(int count) {
    return new Arguments(positional.subList(count, positional.size()), keywords);
  }
}
