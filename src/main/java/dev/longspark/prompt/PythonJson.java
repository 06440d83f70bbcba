package dev.longspark.prompt;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Values as Python's {@code json.dumps(value, ensure_ascii=False, indent=indent)} writes them;
 * Hugging Face replaces Jinja2's {@code tojson}, which escapes for HTML, by this.
 */
final class PythonJson {
  private final StringBuilder out = new StringBuilder();
  private final int indent;

  private PythonJson(int indent) {
    this.indent = indent;
  }

  /**
   * The JSON text.
   *
   * @param indent blanks per level; 0 = everything on one line
   */
  static String write(Object value, int indent) {
    PythonJson json = new PythonJson(indent);
    json.value(value, 0);
    return json.out.toString();
  }

  private void value(Object value, int level) {
    if (value instanceof Map<?, ?> map) {
      elements("{}", map.entrySet().iterator(), level);
    } else if (value instanceof List<?> list) {
      elements("[]", list.iterator(), level);
    } else if (value instanceof Map.Entry<?, ?> entry) {
      string(String.valueOf(entry.getKey()));
      out.append(": ");
      value(entry.getValue(), level);
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      string(value.toString());
    }
  }

  private void elements(String brackets, Iterator<?> elements, int level) {
    out.append(brackets.charAt(0));
    boolean first = true;
    while (elements.hasNext()) {
      out.append(first ? "" : indent == 0 ? ", " : ",");
      newLine(level + 1);
      value(elements.next(), level + 1);
      first = false;
    }
    if (!first) {
      newLine(level);
    }
    out.append(brackets.charAt(1));
  }

  private void newLine(int level) {
    if (indent > 0) {
      out.append('\n').append(" ".repeat(indent * level));
    }
  }

  private void string(String text) {
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
        default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    out.append('"');
  }
}
