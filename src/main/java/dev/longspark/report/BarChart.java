package dev.longspark.report;

import java.util.List;

/** Factors against the baseline as bars that start at 1, one per technique. */
final class BarChart {
  private static final double WIDTH = 340;
  private static final double LEFT = 92;
  private static final double RIGHT = 292;
  private static final double ROW = 20;
  private static final double TOP = 8;

  private BarChart() {}

  /** One technique's factor. */
  record Bar(String name, double factor) {}

  static String of(List<Bar> bars, String description) {
    double bottom = TOP + ROW * bars.size();
    Svg svg = new Svg(WIDTH, bottom + 24, description);
    double most = bars.stream().mapToDouble(Bar::factor).max().orElse(1);
    Scale across = Scale.over(0, Math.max(most, 1), LEFT, RIGHT);
    for (double tick : across.ticks()) {
      svg.line("grid", across.at(tick), TOP, across.at(tick), bottom);
      svg.text("tick middle", across.at(tick), bottom + 16, across.label(tick));
    }
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = TOP + ROW * (i + 0.5);
      double from = across.at(Math.min(1, bar.factor()));
      double to = across.at(Math.max(1, bar.factor()));
      svg.text("label end", LEFT - 8, y + 4, bar.name());
      svg.rectangle(bar.factor() >= 1 ? "bar better" : "bar worse", from, y - 5, to - from, 10);
      svg.text("tick", to + 6, y + 4, Columns.number(bar.factor(), 2) + "×");
    }
    svg.line("axis", across.at(1), TOP, across.at(1), bottom);
    return svg.toString();
  }
}
