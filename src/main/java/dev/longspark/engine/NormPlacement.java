package dev.longspark.engine;

/** Where the norms of a block stand, A being attention and F the feed-forward half. */
public enum NormPlacement {
  /** {@code x += A(norm(x)); x += F(norm(x))}. */
  BEFORE(true, false),
  /** {@code x += norm(A(x)); x += norm(F(x))}. */
  AFTER(false, true),
  /** {@code x += norm(A(norm(x))); x += norm(F(norm(x)))}. */
  BOTH(true, true),
  /** {@code n = norm(x); x += A(n) + F(n)}. */
  SHARED(true, false);

  private final boolean before;
  private final boolean after;

  NormPlacement(boolean before, boolean after) {
    this.before = before;
    this.after = after;
  }

  /** Whether a half's input is normed. */
  public boolean before() {
    return before;
  }

  /** Whether a half's output is normed. */
  public boolean after() {
    return after;
  }
}
