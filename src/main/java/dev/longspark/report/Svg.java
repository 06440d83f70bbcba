package dev.longspark.report;

import java.util.Locale;

/**
 * One picture as SVG, written down element by element. Its colours and fonts are the page's, by
 * class names; text stays text, so that it can be read aloud, searched and scaled.
 */
final class Svg {
  private final StringBuilder body = new StringBuilder();

  /**
   * An empty picture.
   *
   * @param width of its own coordinates; the page scales it
   * @param height of its own coordinates
   * @param description what it shows, for those who do not see it
   */
  Svg(double width, double height, String description) {
    body.append("<svg viewBox=\"0 0 ")
        .append(number(width))
        .append(' ')
        .append(number(height))
        .append("\" role=\"img\" aria-label=\"")
        .append(escaped(description))
        .append("\">\n");
  }

  Svg line(String style, double x1, double y1, double x2, double y2) {
    return add(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
            .formatted(style, number(x1), number(y1), number(x2), number(y2)));
  }

  Svg rectangle(String style, double x, double y, double width, double height) {
    return add(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
            .formatted(style, number(x), number(y), number(width), number(height)));
  }

  /** A dot with a text that appears where it is pointed at. */
  Svg dot(String style, double x, double y, double radius, String hint) {
    return add(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"><title>%s</title></circle>"
            .formatted(style, number(x), number(y), number(radius), escaped(hint)));
  }

  /** Straight lines from point to point, closed or not by the style's class. */
  Svg polyline(String style, double[] x, double[] y) {
    return add("<polyline class=\"%s\" points=\"%s\"/>".formatted(style, points(x, y)));
  }

  Svg polygon(String style, double[] x, double[] y) {
    return add("<polygon class=\"%s\" points=\"%s\"/>".formatted(style, points(x, y)));
  }

  Svg text(String style, double x, double y, String text) {
    return add(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
            .formatted(style, number(x), number(y), escaped(text)));
  }

  /** Text along the vertical axis, read from below. */
  Svg verticalText(String style, double x, double y, String text) {
    return add(
        "<text class=\"%s\" transform=\"translate(%s %s) rotate(-90)\">%s</text>"
            .formatted(style, number(x), number(y), escaped(text)));
  }

  private Svg add(String element) {
    body.append(element).append('\n');
    return this;
  }

  private static String points(double[] x, double[] y) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      points.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
    }
    return points.toString();
  }

  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return body + "</svg>\n";
  }
}
