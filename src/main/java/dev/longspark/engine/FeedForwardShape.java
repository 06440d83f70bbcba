package dev.longspark.engine;

import java.io.Serializable;

/** The second half of a decoder block: a gated feed-forward network, a matrix, or nothing. */
public sealed interface FeedForwardShape extends Serializable {
  /** Weights of the sub-layer, its norm included. */
  long parameters(int hidden);

  /** Weights of its matrices, which a weight format may quantize. */
  long matrixParameters(int hidden);

  /**
   * {@code down(silu(gate(x)) * up(x))}.
   *
   * @param width of the gate and up projections
   */
  record Gated(int width) implements FeedForwardShape {
    public Gated {
      if (width < 1) {
        throw new IllegalArgumentException("Invalid feed-forward width: " + width);
      }
    }

    @Override
    public long parameters(int hidden) {
      return matrixParameters(hidden) + hidden;
    }

    @Override
    public long matrixParameters(int hidden) {
      return 3L * hidden * width;
    }
  }

  /** One hidden-by-hidden matrix applied to the normed input; the residual stays. */
  record Linear() implements FeedForwardShape {
    @Override
    public long parameters(int hidden) {
      return matrixParameters(hidden) + hidden;
    }

    @Override
    public long matrixParameters(int hidden) {
      return (long) hidden * hidden;
    }
  }

  /** No sub-layer and no norm: the residual passes unchanged. */
  record None() implements FeedForwardShape {
    @Override
    public long parameters(int hidden) {
      return 0;
    }

    @Override
    public long matrixParameters(int hidden) {
      return 0;
    }
  }
}
