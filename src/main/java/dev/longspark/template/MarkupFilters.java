package dev.longspark.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Filters that escape, and those that mind what is escaped. */
final class MarkupFilters {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~";

  private MarkupFilters() {}

  static void addTo(Map<String, Filters.Free> filters) {
    Filters.add(filters, "escape", "/s", (given, r) -> Markup.escape(given[0], r));
    filters.put("e", filters.get("escape"));
    Filters.add(
        filters, "forceescape", "value", (given, r) -> Markup.escape(Text.of(given[0], r), r));
    Filters.add(filters, "safe", "value", (given, r) -> Markup.of(given[0], r));
    Filters.add(
        filters, "striptags", "value", (given, r) -> Markup.stripTags(Text.of(given[0], r), r));
    Filters.add(filters, "replace", "s, old, new, count=None", MarkupFilters::replace);
    Filters.add(filters, "join", "value, d='', attribute=None", MarkupFilters::join);
    Filters.add(filters, "urlencode", "value", MarkupFilters::urlEncode);
  }

  /** Values for {@code %} of a safe text: texts among them escaped. */
  static Object escapedParts(Object value, Rendering rendering) {
    if (value instanceof String text) {
      return Markup.escaped(text, rendering);
    }
    if (value instanceof PythonTuple tuple) {
      List<Object> parts = new ArrayList<>();
      for (Object item : tuple.items()) {
        parts.add(escapedParts(item, rendering));
      }
      return new PythonTuple(parts);
    }
    if (value instanceof PythonDict dict) {
      PythonDict.Builder escaped = new PythonDict.Builder(rendering.budget());
      dict.forEach((key, item) -> escaped.put(key, escapedParts(item, rendering)));
      return escaped.build();
    }
    return value instanceof PythonList ? Markup.escape(value, rendering).text() : value;
  }

  private static Object replace(Object[] given, Rendering rendering) {
    int count = given[3] == None.NONE ? -1 : Numbers.clamped(given[3]);
    Budget budget = rendering.budget();
    Object text = given[0];
    Object from = given[1];
    Object to = given[2];
    if (!rendering.isEscaping()) {
      return SearchMethods.replace(
          Text.of(text, budget), Text.of(from, budget), Text.of(to, budget), count, budget);
    }
    boolean escapes = from instanceof Markup || to instanceof Markup;
    Object source = escapes ? Markup.escape(text, rendering) : TextFilters.soft(text, rendering);
    boolean safe = source instanceof Markup;
    String inserted = safe ? Markup.escape(to, rendering).text() : Text.of(to, budget);
    String replaced =
        SearchMethods.replace(source.toString(), Text.of(from, budget), inserted, count, budget);
    return safe ? new Markup(replaced) : replaced;
  }

  private static Object join(Object[] given, Rendering rendering) {
    Budget budget = rendering.budget();
    List<Object> parts = new ArrayList<>();
    Iterator<Object> each = Iteration.of(given[0], rendering);
    AttributePath path = AttributePath.of(given[2]);
    while (each.hasNext()) {
      budget.cells(1);
      parts.add(path.get(each.next(), rendering));
    }
    boolean safe =
        rendering.isEscaping()
            && (given[1] instanceof Markup || parts.stream().anyMatch(Markup.class::isInstance));
    String between = safe ? Markup.escape(given[1], rendering).text() : Text.of(given[1], budget);
    StringBuilder joined = new StringBuilder();
    boolean first = true;
    for (Object part : parts) {
      String text = safe ? Markup.escape(part, rendering).text() : Text.of(part, budget);
      budget.characters(text.length() + (long) between.length());
      joined.append(first ? "" : between).append(text);
      first = false;
    }
    return safe ? new Markup(joined.toString()) : joined.toString();
  }

  private static Object urlEncode(Object[] given, Rendering rendering) {
    Object value = given[0];
    if (Text.isText(value) || !Iteration.isIterable(value)) {
      return quoted(Text.of(value, rendering), "/", rendering);
    }
    Object pairs = value instanceof PythonDict dict ? new PythonList(dict.items()) : value;
    StringBuilder query = new StringBuilder();
    for (Object pair : Iteration.list(pairs, rendering)) {
      List<Object> parts = Iteration.list(pair, rendering);
      if (parts.size() != 2) {
        throw Fault.value("a pair of key and value has %d parts", parts.size());
      }
      query.append(query.length() == 0 ? "" : "&");
      query.append(forQuery(parts.get(0), rendering)).append('=');
      query.append(forQuery(parts.get(1), rendering));
    }
    return query.toString();
  }

  private static String forQuery(Object value, Rendering rendering) {
    return quoted(Text.of(value, rendering), "", rendering).replace("%20", "+");
  }

  private static String quoted(String text, String safe, Rendering rendering) {
    rendering.budget().characters(3L * text.length());
    StringBuilder quoted = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0 && (UNRESERVED.indexOf(b) >= 0 || safe.indexOf(b) >= 0)) {
        quoted.append((char) b);
      } else {
        quoted.append(String.format("%%%02X", b));
      }
    }
    return quoted.toString();
  }
}
