package dev.longspark.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The filters of Jinja2, and transformers' {@code tojson}. */
final class Filters {
  /** A filter that reads its own arguments. */
  interface Free {
    Object apply(Object value, Arguments arguments, Rendering rendering);
  }

  /** Those of Jinja2 that chat templates have no use for, or that never give the same twice. */
  private static final Set<String> REFUSED =
      Set.of("pprint", "random", "urlize", "wordwrap", "xmlattr");

  private static final Map<String, Free> FILTERS = new HashMap<>();

  static {
    TextFilters.addTo(FILTERS);
    MarkupFilters.addTo(FILTERS);
    NumberFilters.addTo(FILTERS);
    SequenceFilters.addTo(FILTERS);
    SortFilters.addTo(FILTERS);
    SelectFilters.addTo(FILTERS);
    add(FILTERS, "default", "value, default_value='', boolean=False", Filters::fallback);
    FILTERS.put("d", FILTERS.get("default"));
    add(
        FILTERS,
        "tojson",
        "x, ensure_ascii=False, indent=None, separators=None, sort_keys=False",
        Json::write);
    add(FILTERS, "attr", "obj, name", (given, r) -> attribute(given[0], given[1], r));
  }

  private Filters() {}

  /** What a filter does with its arguments, the value first. */
  interface Body {
    Object apply(Object[] arguments, Rendering rendering);
  }

  static void add(Map<String, Free> filters, String name, String parameters, Body body) {
    Signature signature = Signature.of(name, parameters);
    filters.put(
        name,
        (value, given, rendering) -> body.apply(signature.bind(given.behind(value)), rendering));
  }

  static boolean isKnown(String name) {
    return FILTERS.containsKey(name) || REFUSED.contains(name);
  }

  /**
   * A filter's result.
   *
   * @throws TemplateException as Python would raise
   */
  static Object apply(String name, Object value, Arguments arguments, Rendering rendering) {
    Free filter = FILTERS.get(name);
    if (filter == null) {
      throw Fault.unknown("the filter '%s' is not known", name);
    }
    return filter.apply(value, arguments, rendering);
  }

  private static Object fallback(Object[] given, Rendering rendering) {
    boolean replaces =
        given[0] instanceof Undefined
            || (Truth.of(given[2], rendering) && !Truth.of(given[0], rendering));
    return replaces ? given[1] : given[0];
  }

  private static Object attribute(Object object, Object name, Rendering rendering) {
    if (object instanceof Undefined undefined) {
      throw undefined.fault();
    }
    String wanted = SearchMethods.text(name, "attribute name");
    Object found = Attributes.find(object, wanted, rendering);
    return found == Scope.MISSING ? Undefined.attribute(object, wanted) : found;
  }
}
