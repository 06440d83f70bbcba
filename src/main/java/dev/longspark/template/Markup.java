package dev.longspark.template;

import java.util.List;

/**
 * Text that is safe in HTML; what is put together with it gets escaped.
 *
 * <p><em>Source:</em> markupsafe 3.0.
 */
record Markup(String text) {
  /** Marks a value's text as safe. */
  static Markup of(Object value, Rendering rendering) {
    return value instanceof Markup markup ? markup : new Markup(Text.of(value, rendering));
  }

  /** A value's text, escaped unless it is safe already. */
  static Markup escape(Object value, Rendering rendering) {
    if (value instanceof Markup markup) {
      return markup;
    }
    return new Markup(escaped(Text.of(value, rendering), rendering));
  }

  /** A text with HTML's special characters as entities. */
  static String escaped(String text, Rendering rendering) {
    rendering.budget().scan(text.length());
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&#34;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    rendering.budget().characters(escaped.length());
    return escaped.toString();
  }

  /** Texts one after the other; where escaping is on and one is safe, the others get escaped. */
  static Object concatenate(List<Object> values, Rendering rendering) {
    boolean safe = rendering.isEscapingHere() && values.stream().anyMatch(Markup.class::isInstance);
    StringBuilder text = new StringBuilder();
    for (Object value : values) {
      String part = safe ? escape(value, rendering).text : Text.of(value, rendering);
      rendering.budget().characters(part.length());
      text.append(part);
    }
    return safe ? new Markup(text.toString()) : text.toString();
  }

  /** The text with entities read and tags removed, white space single. */
  static String stripTags(String text, Rendering rendering) {
    rendering.budget().characters(text.length());
    String value = without(without(text, "<!--", "-->"), "<", ">");
    StringBuilder single = new StringBuilder();
    for (String word : StringSplits.words(value, -1)) {
      single.append(single.length() == 0 ? "" : " ").append(word);
    }
    return single
        .toString()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static String without(String text, String from, String to) {
    StringBuilder kept = new StringBuilder();
    int at = 0;
    for (int start = text.indexOf(from); start >= 0; start = text.indexOf(from, at)) {
      int end = text.indexOf(to, start);
      if (end < 0) {
        break;
      }
      kept.append(text, at, start);
      at = end + to.length();
    }
    return kept.append(text.substring(at)).toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
