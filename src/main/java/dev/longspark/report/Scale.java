package dev.longspark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis with round numbers at its ticks.
 *
 * @param from value at the start
 * @param to value at the end, above {@code from}
 * @param step distance of the ticks
 * @param start place of {@code from} in the picture
 * @param end place of {@code to} in the picture
 */
record Scale(double from, double to, double step, double start, double end) {
  private static final int WANTED_TICKS = 5;

  /** An axis from one value to another, widened to round numbers. */
  static Scale over(double least, double most, double start, double end) {
    // Where all values are 0, any span will do: 1 gives the plainest ticks.
    double alone = most == 0 ? 1 : Math.abs(most);
    double span = most > least ? most - least : alone;
    double rough = span / WANTED_TICKS;
    double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = magnitude;
    for (double factor : new double[] {2, 2.5, 5, 10}) {
      step = step < rough ? magnitude * factor : step;
    }
    double from = Math.floor(least / step) * step;
    double to = Math.max(Math.ceil(most / step) * step, from + step);
    return new Scale(from, to, step, start, end);
  }

  /** Where a value lies in the picture. */
  double at(double value) {
    return start + (value - from) / (to - from) * (end - start);
  }

  /** The ticks' values. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; from + i * step <= to + step / 2; i++) {
      ticks.add(from + i * step);
    }
    return ticks;
  }

  /** A tick's value with the digits that tell ticks apart. */
  String label(double tick) {
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    if (step / Math.pow(10, -decimals) % 1 > 1e-9) {
      decimals++;
    }
    return String.format(Locale.ROOT, "%." + decimals + "f", tick + 0.0).replace('-', '−');
  }
}
