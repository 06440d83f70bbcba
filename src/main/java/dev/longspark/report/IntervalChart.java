package dev.longspark.report;

import java.util.List;

/** Differences to the baseline with their intervals, one row per technique. */
final class IntervalChart {
  private static final double WIDTH = 340;
  private static final double LEFT = 92;
  private static final double RIGHT = 328;
  private static final double ROW = 20;
  private static final double TOP = 8;

  private IntervalChart() {}

  /**
   * One row.
   *
   * @param name the technique
   * @param difference mean difference to the baseline
   * @param low lower end of its interval
   * @param high upper end of its interval
   * @param verdict better, worse or tied
   */
  record Bar(String name, double difference, double low, double high, String verdict) {}

  static String of(List<Bar> bars, String description) {
    double bottom = TOP + ROW * bars.size();
    Svg svg = new Svg(WIDTH, bottom + 24, description);
    double least = bars.stream().mapToDouble(Bar::low).min().orElse(0);
    double most = bars.stream().mapToDouble(Bar::high).max().orElse(0);
    Scale across = Scale.over(Math.min(least, 0), Math.max(most, 0), LEFT, RIGHT);
    for (double tick : across.ticks()) {
      svg.line("grid", across.at(tick), TOP, across.at(tick), bottom);
      svg.text("tick middle", across.at(tick), bottom + 16, across.label(tick));
    }
    svg.line("axis", across.at(0), TOP, across.at(0), bottom);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = TOP + ROW * (i + 0.5);
      svg.text("label end", LEFT - 8, y + 4, bar.name());
      svg.line("whisker " + bar.verdict(), across.at(bar.low()), y, across.at(bar.high()), y);
      svg.dot("dot " + bar.verdict(), across.at(bar.difference()), y, 4, hint(bar));
    }
    return svg.toString();
  }

  private static String hint(Bar bar) {
    return "%s: %s (%s to %s), %s"
        .formatted(
            bar.name(),
            Columns.number(bar.difference(), 2),
            Columns.number(bar.low(), 2),
            Columns.number(bar.high(), 2),
            bar.verdict());
  }
}
