package dev.longspark.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Quality against a cost: points with their names, and the front that no other point beats. */
final class ScatterChart {
  private static final double WIDTH = 460;
  private static final double HEIGHT = 320;
  private static final double LEFT = 48;
  private static final double RIGHT = 448;
  private static final double TOP = 14;
  private static final double BOTTOM = 272;
  private static final double LETTER = 7.5;
  private static final double LINE = 12;

  private final List<Point> points;
  private final Scale across;
  private final Scale up;
  private final List<double[]> taken = new ArrayList<>();

  /**
   * One point.
   *
   * @param name what it is
   * @param cost its place across, less is better
   * @param quality its place up, more is better
   * @param onFront whether no other point is as good in both and better in one
   */
  record Point(String name, double cost, double quality, boolean onFront) {}

  private ScatterChart(List<Point> points) {
    this.points = points.stream().sorted(Comparator.comparingDouble(Point::cost)).toList();
    double least = points.stream().mapToDouble(Point::quality).min().orElse(0);
    double most = points.stream().mapToDouble(Point::quality).max().orElse(1);
    double cheapest = points.stream().mapToDouble(Point::cost).min().orElse(0);
    double dearest = points.stream().mapToDouble(Point::cost).max().orElse(1);
    // Costs that lie close together need the room that 0 would take.
    double margin = (dearest - cheapest) * 0.1;
    across = Scale.over(Math.max(0, cheapest - margin), dearest + margin, LEFT, RIGHT);
    up = Scale.over(Math.max(0, least - (most - least) * 0.1), most, BOTTOM, TOP);
  }

  static String of(List<Point> points, String costTitle, String qualityTitle) {
    return new ScatterChart(points).draw(costTitle, qualityTitle);
  }

  private String draw(String costTitle, String qualityTitle) {
    Svg svg = new Svg(WIDTH, HEIGHT, "%s against %s".formatted(qualityTitle, costTitle));
    for (double tick : up.ticks()) {
      svg.line("grid", LEFT, up.at(tick), RIGHT, up.at(tick));
      svg.text("tick end", LEFT - 8, up.at(tick) + 4, up.label(tick));
    }
    for (double tick : across.ticks()) {
      svg.text("tick middle", across.at(tick), BOTTOM + 18, across.label(tick));
    }
    svg.line("axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    svg.text("title middle", (LEFT + RIGHT) / 2, HEIGHT - 8, costTitle);
    svg.verticalText("title middle", 12, (TOP + BOTTOM) / 2, qualityTitle);
    front(svg);
    for (Point point : points) {
      double x = across.at(point.cost());
      double y = up.at(point.quality());
      taken.add(new double[] {x - 5, y - 5, x + 5, y + 5});
    }
    points.forEach(point -> draw(svg, point));
    return svg.toString();
  }

  /** Stairs: from each point of the front on, its quality can be had for its cost. */
  private void front(Svg svg) {
    List<Point> front = points.stream().filter(Point::onFront).toList();
    if (front.isEmpty()) {
      return;
    }
    int corners = 2 * front.size() + 1;
    double[] x = new double[corners];
    double[] y = new double[corners];
    for (int i = 0; i < corners; i++) {
      x[i] = i + 1 < corners ? across.at(front.get(i / 2).cost()) : RIGHT;
      y[i] = i == 0 ? BOTTOM : up.at(front.get((i - 1) / 2).quality());
    }
    svg.polyline("front", x, y);
  }

  private void draw(Svg svg, Point point) {
    double x = across.at(point.cost());
    double y = up.at(point.quality());
    String hint =
        "%s: %s, %s"
            .formatted(
                point.name(), Columns.number(point.quality(), 2), Columns.number(point.cost(), 3));
    svg.dot(point.onFront() ? "dot chosen" : "dot", x, y, 4.5, hint);
    label(svg, point.name(), x, y);
  }

  /**
   * Beside, above or below the point: the first place where no other label or point is; if all are
   * taken, the first within the drawing.
   */
  private void label(Svg svg, String name, double x, double y) {
    double width = name.length() * LETTER;
    double[][] places = {
      {x + 8, y + 4}, {x - 8 - width, y + 4}, {x - width / 2, y - 9}, {x - width / 2, y + 17},
      {x + 6, y - 9}, {x + 6, y + 17}, {x - 6 - width, y - 9}, {x - 6 - width, y + 17}
    };
    List<double[]> inside =
        Arrays.stream(places).filter(place -> isInside(box(place, width))).toList();
    double[] chosen =
        inside.stream()
            .filter(place -> isFree(box(place, width)))
            .findFirst()
            .orElseGet(() -> inside.isEmpty() ? places[0] : inside.get(0));
    taken.add(box(chosen, width));
    svg.text("label", chosen[0], chosen[1], name);
  }

  private static double[] box(double[] place, double width) {
    return new double[] {place[0], place[1] - LINE + 2, place[0] + width, place[1] + 2};
  }

  private static boolean isInside(double[] box) {
    return box[0] >= LEFT && box[2] <= WIDTH && box[1] >= 0 && box[3] <= BOTTOM;
  }

  private boolean isFree(double[] box) {
    return taken.stream()
        .noneMatch(
            other ->
                box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
  }
}
