package dev.longspark.benchmark;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints a row per variant as soon as it is known. */
final class Report {
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /** A heading, once per subject. */
  void title(String title) {
    out.println();
    out.println(title);
    line("quantity", "variant", "n", "median", "spread", "ratio", "by CPU time", "goal");
  }

  /** The variants of one quantity, the baseline first. */
  void add(String quantity, List<Series> variants, Goal goal) {
    Series baseline = variants.get(0);
    for (Series series : variants) {
      boolean compared = !series.variant().equals(baseline.variant());
      double ratio = series.ratio(baseline);
      line(
          quantity,
          series.variant(),
          Integer.toString(series.perSecond().size()),
          number(series.median()),
          String.format(Locale.ROOT, "%.0f %%", 100 * series.spread()),
          compared ? number(ratio) : "",
          compared ? number(series.cpuRatio(baseline)) : "",
          compared ? goal + (goal.isMetBy(ratio) ? ", met" : ", not met") : "");
    }
  }

  /** A remark, such as a kernel that was chosen. */
  void note(String text) {
    out.println(text);
    out.flush();
  }

  private static String number(double value) {
    return value >= 1e6
        ? String.format(Locale.ROOT, "%.1fe6", value / 1e6)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  private void line(String... cells) {
    out.printf(Locale.ROOT, "%-22s %-8s %4s %10s %8s %8s %12s  %s%n", (Object[]) cells);
    out.flush();
  }
}
