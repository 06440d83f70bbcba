package dev.longspark.template;

import dev.longspark.template.TemplateException.Kind;
import java.util.List;
import java.util.Map;

/**
 * Python's {@code str.format} in Jinja2's sandbox.
 *
 * <p><em>Source:</em> {@code string.Formatter} of Python 3.11.
 */
final class BraceFormat {
  private static final int MANUAL = -1;

  private final List<Object> places;
  private final Map<String, Object> names;
  private final boolean safe;
  private final Rendering rendering;

  /** The place that the next field without a name takes. */
  private int next;

  /**
   * @param safe whether values get escaped for HTML
   */
  BraceFormat(List<Object> places, Map<String, Object> names, boolean safe, Rendering rendering) {
    this.places = places;
    this.names = names;
    this.safe = safe;
    this.rendering = rendering;
  }

  /**
   * The text with its fields filled.
   *
   * @throws TemplateException if a field is malformed or has no value
   */
  String format(String text) {
    return format(text, 2);
  }

  private String format(String text, int depth) {
    if (depth < 0) {
      throw Fault.value("Max string recursion exceeded");
    }
    rendering.budget().characters(text.length());
    StringBuilder filled = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '{' && c != '}') {
        filled.append(c);
      } else if (at < text.length() && text.charAt(at) == c) {
        filled.append(c);
        at++;
      } else if (c == '}') {
        throw Fault.value("Single '}' encountered in format string");
      } else {
        int end = endOfField(text, at);
        filled.append(field(text.substring(at, end), depth));
        at = end + 1;
      }
    }
    return filled.toString();
  }

  private static int endOfField(String text, int start) {
    if (start == text.length()) {
      throw Fault.value("Single '{' encountered in format string");
    }
    int open = 1;
    int at = start;
    boolean bracket = false;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '[') {
        bracket = true;
      } else if (c == ']') {
        bracket = false;
      } else if (!bracket && c == '{') {
        open++;
      } else if (!bracket && c == '}' && --open == 0) {
        return at;
      }
    }
    throw Fault.value("expected '}' before end of string");
  }

  private String field(String field, int depth) {
    int nameEnd = 0;
    boolean bracket = false;
    while (nameEnd < field.length()) {
      char c = field.charAt(nameEnd);
      bracket = c == '[' || (bracket && c != ']');
      if (!bracket && (c == '!' || c == ':')) {
        break;
      }
      if (c == '{') {
        throw Fault.value("unexpected '{' in field name");
      }
      nameEnd++;
    }
    Object value = value(field.substring(0, nameEnd));
    String rest = field.substring(nameEnd);
    if (rest.startsWith("!")) {
      if (rest.length() < 2 || (rest.length() > 2 && rest.charAt(2) != ':')) {
        throw Fault.value("expected ':' after conversion specifier");
      }
      value = converted(value, rest.charAt(1));
      rest = rest.substring(2);
    }
    String spec = rest.startsWith(":") ? format(rest.substring(1), depth - 1) : "";
    String text =
        safe ? Markup.escape(write(value, spec), rendering).text() : write(value, spec).toString();
    rendering.budget().characters(text.length());
    return text;
  }

  private Object converted(Object value, char conversion) {
    return switch (conversion) {
      case 's' -> Text.of(value, rendering);
      case 'r' -> Repr.of(value, rendering.budget());
      case 'a' -> Repr.ascii(Repr.of(value, rendering.budget()));
      default -> throw Fault.value("Unknown conversion specifier %s", conversion);
    };
  }

  private Object write(Object value, String spec) {
    if (spec.isEmpty()) {
      return safe && value instanceof Markup ? value : Text.of(value, rendering);
    }
    if (!Text.isText(value) && !Numbers.isNumber(value)) {
      throw Fault.type("unsupported format string passed to %s.__format__", Types.name(value));
    }
    return FormatSpec.parse(spec, value).format(value, rendering.budget());
  }

  private Object value(String field) {
    int end = 0;
    while (end < field.length() && field.charAt(end) != '.' && field.charAt(end) != '[') {
      end++;
    }
    Object value = first(field.isEmpty() ? auto() : manual(field.substring(0, end)));
    int at = end;
    while (at < field.length()) {
      boolean attribute = field.charAt(at) == '.';
      int stop = at + 1;
      while (stop < field.length()
          && (attribute
              ? field.charAt(stop) != '.' && field.charAt(stop) != '['
              : field.charAt(stop) != ']')) {
        stop++;
      }
      String part = field.substring(at + 1, stop);
      if (!attribute && stop == field.length()) {
        throw Fault.value("Missing ']' in format string");
      }
      if (part.isEmpty()) {
        throw Fault.value("Empty attribute in format string");
      }
      value =
          attribute
              ? Attributes.attribute(value, part, rendering)
              : Attributes.item(value, isNumber(part) ? Long.valueOf(part) : part, rendering);
      at = attribute ? stop : stop + 1;
      if (at < field.length() && field.charAt(at) != '.' && field.charAt(at) != '[') {
        throw Fault.value("Only '.' or '[' may follow ']' in format field specifier");
      }
    }
    return value;
  }

  private String auto() {
    if (next == MANUAL) {
      throw Fault.value(
          "cannot switch from manual field specification to automatic field numbering");
    }
    return String.valueOf(next++);
  }

  private String manual(String name) {
    if (isNumber(name)) {
      if (next > 0) {
        throw Fault.value(
            "cannot switch from manual field specification to automatic field numbering");
      }
      next = MANUAL;
    }
    return name;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() < 10
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private Object first(String name) {
    if (isNumber(name)) {
      int place = Integer.parseInt(name);
      if (place >= places.size()) {
        throw Fault.of(Kind.INDEX, "tuple index out of range");
      }
      return places.get(place);
    }
    if (!names.containsKey(name)) {
      throw Fault.of(Kind.KEY, "%s", Repr.quoted(name));
    }
    return names.get(name);
  }
}
