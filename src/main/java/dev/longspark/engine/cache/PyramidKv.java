package dev.longspark.engine.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Scores of {@link SnapKv}; the first layers keep more tokens than the last, in equal steps.
 *
 * <p><em>Source:</em> PyramidKV (Cai et al. 2024), counted as NVIDIA/kvpress does, in double and in
 * its order. <em>Formula:</em> with n tokens of which t are to stay: mean = (window + t) - window,
 * last = mean / beta, first = 2 mean - last, or first = n - window and last = 2 mean - first where
 * that is less; layer i keeps first - i (first - last) / (layers - 1), rounded half to even. Where
 * not n >= first >= last >= window, every layer keeps t, rounded.
 *
 * @param window newest tokens, which always stay
 * @param kernel neighbours that share a score, odd
 * @param beta how steep: the mean over the last layer's tokens
 */
public record PyramidKv(int window, int kernel, int beta) implements Retention {
  /** The settings of kvpress. */
  public static final PyramidKv DEFAULT = new PyramidKv(64, 5, 20);

  public PyramidKv {
    Windows.require(window, kernel);
    if (beta < 1) {
      throw new IllegalArgumentException("Invalid beta: " + beta + " (must be > 0)");
    }
  }

  @Override
  public String program() {
    return "pyramidkv";
  }

  @Override
  public int least(int tokens) {
    return window;
  }

  @Override
  public boolean isUniform() {
    return false;
  }

  @Override
  public List<Integer> counts(Budget budget, int attentions, int tokens) {
    double mean = window + budget.stays(tokens) - window;
    double last = mean / beta;
    double first = mean * 2 - last;
    if (first >= tokens - window) {
      first = tokens - window;
      last = mean * 2 - first;
    }
    boolean isPyramid = tokens >= first && first >= last && last >= window && attentions > 1;
    if (!isPyramid) {
      return Collections.nCopies(attentions, (int) Math.rint(budget.stays(tokens)));
    }
    double step = (first - last) / (attentions - 1);
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < attentions; i++) {
      counts.add((int) Math.rint(first - i * step));
    }
    return counts;
  }
}
