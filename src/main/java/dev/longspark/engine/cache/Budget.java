package dev.longspark.engine.cache;

import java.io.Serializable;

/** How many of a prompt's tokens stay. */
public sealed interface Budget extends Serializable {
  /** What a policy keeps that says nothing of it. */
  Budget USUAL = new Ratio(0.5);

  /** Tokens that stay of some. */
  int kept(int tokens);

  /** As {@link #kept}, before rounding. */
  double stays(int tokens);

  /**
   * Parts that stay of some.
   *
   * @param tokens of a part
   */
  int ofParts(int parts, int tokens);

  /** The number that a study writes. */
  String label();

  /**
   * A share of the prompt.
   *
   * @param removed the share that goes, from 0 to below 1; what stays is rounded down
   */
  record Ratio(double removed) implements Budget {
    public Ratio {
      if (!(removed >= 0 && removed < 1)) {
        throw new IllegalArgumentException(
            "Invalid ratio: " + removed + " (must be from 0 to below 1, the share that goes)");
      }
    }

    @Override
    public int kept(int tokens) {
      return (int) stays(tokens);
    }

    @Override
    public double stays(int tokens) {
      return tokens * (1.0 - removed);
    }

    @Override
    public int ofParts(int parts, int tokens) {
      return kept(parts);
    }

    @Override
    public String label() {
      return Double.toString(removed);
    }
  }

  /**
   * A number of tokens; a prompt that has no more stays whole.
   *
   * @param count at least 1
   */
  record Tokens(int count) implements Budget {
    public Tokens {
      if (count < 1) {
        throw new IllegalArgumentException("Invalid tokens: " + count + " (must be > 0)");
      }
    }

    @Override
    public int kept(int tokens) {
      return Math.min(count, tokens);
    }

    @Override
    public double stays(int tokens) {
      return kept(tokens);
    }

    @Override
    public int ofParts(int parts, int tokens) {
      return Math.min(parts, count / tokens);
    }

    @Override
    public String label() {
      return Integer.toString(count);
    }
  }
}
