package dev.longspark.benchmark;

import java.util.Locale;

/** What the ratio of the second and later variants to the first should be. */
record Goal(Bound bound, double ratio) {
  /** Which way is better. */
  enum Bound {
    AT_LEAST(">="),
    AT_MOST("<=");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  static Goal atLeast(double ratio) {
    return new Goal(Bound.AT_LEAST, ratio);
  }

  static Goal atMost(double ratio) {
    return new Goal(Bound.AT_MOST, ratio);
  }

  boolean isMetBy(double found) {
    return bound == Bound.AT_LEAST ? found >= ratio : found <= ratio;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.2f", bound.sign, ratio);
  }
}
