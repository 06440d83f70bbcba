package dev.longspark.engine;

import java.io.Serializable;

/**
 * How a query and the keys before it become weights: {@code softmax(cap * tanh(scale * q k' /
 * cap))} over the keys of a window.
 *
 * @param scale of the products
 * @param cap that scores approach, infinite where they are not capped
 * @param window newest keys that a query sees, its own included; {@link #UNLIMITED} for all
 * @param sinks whether one learned number per head joins the softmax and is dropped after it
 */
public record Scoring(double scale, double cap, int window, boolean sinks) implements Serializable {
  /** The window of a layer that looks back at everything. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  public Scoring {
    if (!(scale > 0) || !(cap > 0) || window < 1) {
      throw new IllegalArgumentException(
          "Invalid scoring: scale "
              + scale
              + ", cap "
              + cap
              + ", window "
              + window
              + " (must be > 0)");
    }
  }

  /** The scale 1 / sqrt(head dim), over all keys. */
  public static Scoring usual(int headDim) {
    return new Scoring(usualScale(headDim), Double.POSITIVE_INFINITY, UNLIMITED, false);
  }

  /** The same over a window. */
  public Scoring within(int newest) {
    return new Scoring(scale, cap, newest, sinks);
  }

  /** Whether a query does not see all keys before it. */
  public boolean hasWindow() {
    return window < UNLIMITED;
  }

  /** Whether a query in a sequence of so many tokens may not see all keys before it. */
  public boolean slides(int tokens) {
    return window < tokens;
  }

  static double usualScale(int headDim) {
    return 1 / Math.sqrt(headDim);
  }
}
