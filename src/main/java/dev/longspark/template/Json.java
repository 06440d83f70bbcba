package dev.longspark.template;

import java.util.List;

/** Python's {@code json.dumps}, by which transformers replaces Jinja2's {@code tojson}. */
final class Json {
  private final boolean ascii;
  private final String indent;
  private final String itemSeparator;
  private final String keySeparator;
  private final boolean sorted;
  private final Budget budget;
  private final StringBuilder out = new StringBuilder();

  private Json(Object[] options, Rendering rendering) {
    this.budget = rendering.budget();
    ascii = Truth.of(options[1], rendering);
    indent = indent(options[2], budget);
    if (options[3] == None.NONE) {
      itemSeparator = indent == null ? ", " : ",";
      keySeparator = ": ";
    } else {
      List<Object> separators = Iteration.list(options[3], rendering);
      if (separators.size() != 2) {
        throw Fault.value(
            separators.size() > 2
                ? "too many values to unpack (expected 2)"
                : "not enough values to unpack (expected 2, got %d)",
            separators.size());
      }
      itemSeparator = SearchMethods.text(separators.get(0), "a separator");
      keySeparator = SearchMethods.text(separators.get(1), "a separator");
    }
    sorted = Truth.of(options[4], rendering);
  }

  private static String indent(Object indent, Budget budget) {
    if (indent == None.NONE) {
      return null;
    }
    if (Text.isText(indent)) {
      return indent.toString();
    }
    int width = Math.max(0, Numbers.clamped(indent));
    budget.characters(width);
    return " ".repeat(width);
  }

  /**
   * A value as JSON.
   *
   * @param options value, {@code ensure_ascii}, {@code indent}, {@code separators}, {@code
   *     sort_keys}
   * @throws TemplateException if JSON has no form for it
   */
  static String write(Object[] options, Rendering rendering) {
    Json json = new Json(options, rendering);
    json.value(options[0], 0);
    return json.out.toString();
  }

  private void append(String text) {
    budget.characters(text.length());
    out.append(text);
  }

  private void value(Object value, int level) {
    if (Text.isText(value)) {
      string(value.toString());
    } else if (value == None.NONE || Numbers.isNumber(value)) {
      append(scalar(value));
    } else if (value instanceof Sequence sequence) {
      list(sequence.items(), level);
    } else if (value instanceof PythonDict dict) {
      dict(dict, level);
    } else {
      throw Fault.type("Object of type %s is not JSON serializable", Types.name(value));
    }
  }

  private static String scalar(Object value) {
    if (value == None.NONE) {
      return "null";
    }
    if (value instanceof Boolean truth) {
      return truth ? "true" : "false";
    }
    if (value instanceof Double number) {
      return number.isNaN()
          ? "NaN"
          : number.isInfinite() ? (number > 0 ? "Infinity" : "-Infinity") : FloatText.repr(number);
    }
    return Text.digits(value);
  }

  private void list(List<Object> items, int level) {
    if (items.isEmpty()) {
      append("[]");
      return;
    }
    budget.enterValue();
    append("[");
    boolean first = true;
    for (Object item : items) {
      budget.step();
      append(first ? "" : itemSeparator);
      newLine(level + 1);
      value(item, level + 1);
      first = false;
    }
    newLine(level);
    append("]");
    budget.leaveValue();
  }

  private void dict(PythonDict dict, int level) {
    List<Object> keys = dict.keys();
    if (keys.isEmpty()) {
      append("{}");
      return;
    }
    if (sorted) {
      keys = Sorting.sorted(keys, key -> key, false, budget);
    }
    budget.enterValue();
    append("{");
    boolean first = true;
    for (Object key : keys) {
      budget.step();
      append(first ? "" : itemSeparator);
      newLine(level + 1);
      string(key(key));
      append(keySeparator);
      value(dict.get(key, budget), level + 1);
      first = false;
    }
    newLine(level);
    append("}");
    budget.leaveValue();
  }

  private static String key(Object key) {
    if (Text.isText(key)) {
      return key.toString();
    }
    if (key == None.NONE || Numbers.isNumber(key)) {
      return scalar(key);
    }
    throw Fault.type("keys must be str, int, float, bool or None, not %s", Types.name(key));
  }

  private void newLine(int level) {
    if (indent != null) {
      budget.characters(1 + (long) indent.length() * level);
      out.append('\n').append(indent.repeat(level));
    }
  }

  private void string(String text) {
    budget.characters(text.length() + 2L);
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ' || (ascii && c > '~')) {
            budget.characters(5);
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
