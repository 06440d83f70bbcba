package dev.longspark.report;

import java.util.Comparator;
import java.util.List;

/** A time over the length of the context, one line per technique, its name at its end. */
final class LineChart {
  private static final double WIDTH = 460;
  private static final double HEIGHT = 320;
  private static final double LEFT = 52;
  private static final double RIGHT = 360;
  private static final double TOP = 14;
  private static final double BOTTOM = 272;
  private static final double LINE = 13;

  private LineChart() {}

  /**
   * One line.
   *
   * @param name the technique
   * @param style class of its colour
   * @param places indices of its bins, rising
   * @param values one per place
   */
  record Line(String name, String style, List<Integer> places, List<Double> values) {
    double last() {
      return values.get(values.size() - 1);
    }
  }

  /**
   * Draws the lines.
   *
   * @param bins names of the places across, at least one
   */
  static String of(List<Line> lines, List<String> bins, String acrossTitle, String upTitle) {
    Svg svg = new Svg(WIDTH, HEIGHT, "%s by %s".formatted(upTitle, acrossTitle));
    double most =
        lines.stream().flatMap(line -> line.values().stream()).mapToDouble(v -> v).max().orElse(1);
    Scale up = Scale.over(0, most, BOTTOM, TOP);
    for (double tick : up.ticks()) {
      svg.line("grid", LEFT, up.at(tick), RIGHT, up.at(tick));
      svg.text("tick end", LEFT - 8, up.at(tick) + 4, up.label(tick));
    }
    for (int bin = 0; bin < bins.size(); bin++) {
      svg.text("tick middle", across(bin, bins.size()), BOTTOM + 18, bins.get(bin));
    }
    svg.text("title middle", (LEFT + RIGHT) / 2, HEIGHT - 8, acrossTitle);
    svg.verticalText("title middle", 12, (TOP + BOTTOM) / 2, upTitle);
    lines.forEach(line -> draw(svg, line, up, bins.size()));
    names(svg, lines, up);
    return svg.toString();
  }

  private static double across(int bin, int bins) {
    return bins == 1 ? (LEFT + RIGHT) / 2 : LEFT + 12 + (RIGHT - LEFT - 24) * bin / (bins - 1.0);
  }

  private static void draw(Svg svg, Line line, Scale up, int bins) {
    double[] x = new double[line.places().size()];
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = across(line.places().get(i), bins);
      y[i] = up.at(line.values().get(i));
    }
    svg.polyline("line " + line.style(), x, y);
    for (int i = 0; i < x.length; i++) {
      String hint = line.name() + ": " + Columns.number(line.values().get(i), 3);
      svg.dot("dot " + line.style(), x[i], y[i], 3, hint);
    }
  }

  /** From top to bottom in the order of the lines' ends, moved apart where they are too near. */
  private static void names(Svg svg, List<Line> lines, Scale up) {
    List<Line> fromTop =
        lines.stream().sorted(Comparator.comparingDouble(Line::last).reversed()).toList();
    double above = TOP - LINE;
    for (int i = 0; i < fromTop.size(); i++) {
      double room = BOTTOM + 4 - LINE * (fromTop.size() - 1 - i);
      double y = Math.min(room, Math.max(above + LINE, up.at(fromTop.get(i).last()) + 4));
      svg.text("label " + fromTop.get(i).style(), RIGHT + 8, y, fromTop.get(i).name());
      above = y;
    }
  }
}
