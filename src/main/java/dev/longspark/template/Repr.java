package dev.longspark.template;

import java.util.List;

/** Python's {@code repr}. */
final class Repr {
  private final StringBuilder out = new StringBuilder();
  private final Budget budget;

  private Repr(Budget budget) {
    this.budget = budget;
  }

  /**
   * A value as Python writes it.
   *
   * @throws TemplateException if Python would show its place in memory, which never is the same
   */
  static String of(Object value, Budget budget) {
    Repr repr = new Repr(budget);
    repr.write(value);
    return repr.out.toString();
  }

  private void append(String text) {
    budget.characters(text.length());
    out.append(text);
  }

  private void write(Object value) {
    if (value instanceof String text) {
      append(quoted(text));
    } else if (value instanceof Boolean truth) {
      append(truth ? "True" : "False");
    } else if (Numbers.isInteger(value)) {
      append(Text.digits(value));
    } else if (value instanceof Double number) {
      append(FloatText.repr(number));
    } else if (value instanceof PythonList list) {
      sequence("[", list.items(), "]");
    } else if (value instanceof PythonTuple tuple) {
      sequence("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")");
    } else if (value instanceof PythonDict dict) {
      dict(dict);
    } else {
      rare(value);
    }
  }

  private void rare(Object value) {
    if (value instanceof Undefined) {
      append("Undefined");
    } else if (value instanceof Markup markup) {
      append("Markup(" + quoted(markup.text()) + ")");
    } else if (value instanceof DictView view) {
      append(view.part().type());
      sequence("([", view.items(), "])");
    } else if (value instanceof PythonRange range) {
      append("range(" + range.start() + ", " + range.stop());
      append(range.step() == 1 ? ")" : ", " + range.step() + ")");
    } else if (value instanceof Namespace namespace) {
      namespace(namespace);
    } else if (value == None.NONE || value instanceof LoopState || value instanceof Macro) {
      append(value.toString());
    } else if (value instanceof Globals.Type type) {
      append("<class '" + type.path() + "'>");
    } else {
      throw Fault.unknown(
          "a value of type '%s' prints its place in memory, which is never the same",
          Types.name(value));
    }
  }

  private void sequence(String open, List<Object> items, String close) {
    budget.enterValue();
    append(open);
    String comma = "";
    for (Object item : items) {
      budget.step();
      append(comma);
      write(item);
      comma = ", ";
    }
    append(close);
    budget.leaveValue();
  }

  private void dict(PythonDict dict) {
    budget.enterValue();
    append("{");
    String[] comma = {""};
    dict.forEach(
        (key, value) -> {
          budget.step();
          append(comma[0]);
          write(key);
          append(": ");
          write(value);
          comma[0] = ", ";
        });
    append("}");
    budget.leaveValue();
  }

  private void namespace(Namespace namespace) {
    budget.enterValue();
    append("<Namespace {");
    String[] comma = {""};
    namespace
        .members()
        .forEach(
            (name, value) -> {
              append(comma[0] + quoted(name) + ": ");
              write(value);
              comma[0] = ", ";
            });
    append("}>");
    budget.leaveValue();
  }

  /** A text in quotes, single ones if it can be. */
  static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder quoted = new StringBuilder(text.length() + 2).append(quote);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c == quote) {
            quoted.append('\\').append(quote);
          } else if ((c >= ' ' && c < 127) || (c > 127 && Characters.isPrintable(c))) {
            quoted.appendCodePoint(c);
          } else {
            quoted.append(escape(c));
          }
        }
      }
    }
    return quoted.append(quote).toString();
  }

  private static String escape(int c) {
    return c < 0x100
        ? String.format("\\x%02x", c)
        : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c);
  }

  /** A text as Python's {@code ascii} writes it. */
  static String ascii(String repr) {
    StringBuilder ascii = new StringBuilder();
    repr.codePoints().forEach(c -> ascii.append(c < 128 ? Character.toString(c) : escape(c)));
    return ascii.toString();
  }
}
