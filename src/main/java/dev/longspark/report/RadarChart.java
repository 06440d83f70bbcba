package dev.longspark.report;

import java.util.Arrays;
import java.util.List;

/** One technique's shares of the best on each axis, over the baseline's outline. */
final class RadarChart {
  private static final double WIDTH = 240;
  private static final double HEIGHT = 208;
  private static final double RADIUS = 72;
  private static final double CENTRE = HEIGHT / 2;
  private static final double[] RINGS = {0.25, 0.5, 0.75, 1};

  private RadarChart() {}

  /**
   * Draws one technique.
   *
   * @param axes names of the axes, clockwise from the top; at least three
   * @param shares of the technique, from 0 to 1
   * @param baseline shares of the baseline
   */
  static String of(String technique, List<String> axes, double[] shares, double[] baseline) {
    Svg svg = new Svg(WIDTH, HEIGHT, description(technique, axes, shares));
    int n = axes.size();
    for (double ring : RINGS) {
      double[] all = new double[n];
      Arrays.fill(all, ring);
      svg.polygon("ring", across(all), up(all));
    }
    double[] ones = new double[n];
    Arrays.fill(ones, 1.16);
    double[] x = across(ones);
    double[] y = up(ones);
    for (int i = 0; i < n; i++) {
      svg.line("grid", WIDTH / 2, CENTRE, at(WIDTH / 2, x[i]), at(CENTRE, y[i]));
      double side = x[i] - WIDTH / 2;
      String anchor = Math.abs(side) < 1 ? "middle" : side > 0 ? "" : "end";
      svg.text("tick " + anchor, x[i], y[i] + 4, axes.get(i));
    }
    svg.polygon("outline", across(baseline), up(baseline));
    svg.polygon("area", across(shares), up(shares));
    return svg.toString();
  }

  private static double at(double centre, double outside) {
    return centre + (outside - centre) / 1.16;
  }

  private static String description(String technique, List<String> axes, double[] shares) {
    StringBuilder text = new StringBuilder(technique).append(", share of the best:");
    for (int i = 0; i < shares.length; i++) {
      text.append(' ').append(axes.get(i)).append(' ').append(Columns.number(shares[i], 2));
    }
    return text.toString();
  }

  private static double[] across(double[] shares) {
    double[] x = new double[shares.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = WIDTH / 2 + RADIUS * shares[i] * Math.sin(2 * Math.PI * i / x.length);
    }
    return x;
  }

  private static double[] up(double[] shares) {
    double[] y = new double[shares.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = CENTRE - RADIUS * shares[i] * Math.cos(2 * Math.PI * i / y.length);
    }
    return y;
  }
}
