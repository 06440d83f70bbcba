package dev.longspark.prompt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settles a chat template's white space and comments before Jinjava sees it, as Jinja2 does under
 * Hugging Face's settings {@code trim_blocks} and {@code lstrip_blocks}; Jinjava's own handling
 * differs after comments, between adjacent tags and at line starts.
 *
 * <p><em>Rules:</em> line ends become line feeds, one at the end of the template falls away. A
 * minus inside a bracket removes all white space on that side. A statement or comment that begins a
 * line loses the white space before it, and one line feed behind it; a plus prevents either.
 *
 * <p><em>Source:</em> the lexer of Jinja2 3.1. <em>Deviations:</em> tags in {@code raw} blocks are
 * tags.
 */
final class TemplateWhitespace {
  private static final Pattern OPENING = Pattern.compile("\\{([{%#])([-+]?)");

  private final String source;
  private final StringBuilder out = new StringBuilder();
  private int position;
  private boolean lineStart = true;

  private TemplateWhitespace(String source) {
    this.source = source;
  }

  /**
   * The same template without comments and signs, its text to be printed as it stands.
   *
   * @throws IllegalArgumentException if a tag or comment does not end
   */
  static String settle(String template) {
    String lines = template.replaceAll("\r\n?", "\n");
    String source = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    return new TemplateWhitespace(source).settle();
  }

  private String settle() {
    Matcher opening = OPENING.matcher(source);
    while (opening.find(position)) {
      String kind = opening.group(1);
      text(source.substring(position, opening.start()), kind, opening.group(2));
      position = opening.end();
      String content = kind.equals("#") ? comment() : tag(kind.equals("{") ? "}}" : "%}");
      char sign = content.isEmpty() ? ' ' : content.charAt(content.length() - 1);
      boolean signed = sign == '-' || (sign == '+' && !kind.equals("{"));
      String inner = signed ? content.substring(0, content.length() - 1) : content;
      switch (kind) {
        case "{" -> out.append("{{ ").append(inner.strip()).append(" }}");
        case "%" -> out.append("{% ").append(inner.strip()).append(" %}");
        default -> {} // a comment
      }
      skip(kind, sign);
    }
    return out.append(source, position, source.length()).toString();
  }

  private void text(String text, String nextKind, String sign) {
    int line = text.lastIndexOf('\n') + 1;
    if (sign.equals("-")) {
      out.append(PythonText.stripEnd(text));
    } else if (sign.isEmpty()
        && !nextKind.equals("{")
        && (line > 0 || lineStart)
        && PythonText.isBlank(text.substring(line))) {
      out.append(text, 0, line);
    } else {
      out.append(text);
    }
  }

  /** Moves from a closing bracket to the text behind it. */
  private void skip(String kind, char sign) {
    position += 2;
    lineStart = false;
    if (sign == '-') {
      while (position < source.length() && PythonText.isSpace(source.charAt(position))) {
        position++;
      }
    } else if (sign != '+' && !kind.equals("{") && source.startsWith("\n", position)) {
      position++;
      lineStart = true;
    }
  }

  /** What stands before the end of a comment, which is where this moves to. */
  private String comment() {
    int start = position;
    position = source.indexOf("#}", start);
    if (position < 0) {
      throw unclosed("comment", start);
    }
    return source.substring(start, position);
  }

  /**
   * What stands before a tag's closing bracket, which is where this moves to. Closing braces inside
   * come apart, lest Jinjava take two of them for the bracket.
   */
  private String tag(String closing) {
    StringBuilder content = new StringBuilder();
    int depth = 0;
    for (int i = position; i < source.length(); i++) {
      char c = source.charAt(i);
      if (depth == 0 && source.startsWith(closing, i)) {
        position = i;
        return content.toString();
      }
      if (c == '\'' || c == '"') {
        int end = endOfString(i);
        content.append(source, i, end);
        i = end;
      }
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      content.append(c).append(c == '}' ? " " : "");
    }
    throw unclosed("tag", position);
  }

  private int endOfString(int start) {
    for (int i = start + 1; i < source.length(); i++) {
      if (source.charAt(i) == '\\') {
        i++;
      } else if (source.charAt(i) == source.charAt(start)) {
        return i;
      }
    }
    throw unclosed("string", start);
  }

  private IllegalArgumentException unclosed(String what, int start) {
    long line = source.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
    return new IllegalArgumentException(
        "Invalid chat template: the %s of line %d does not end".formatted(what, line));
  }
}
