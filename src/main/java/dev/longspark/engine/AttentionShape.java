package dev.longspark.engine;

import java.io.Serializable;

/** The first half of a decoder block: attention, a matrix in its place, or nothing. */
public sealed interface AttentionShape extends Serializable {
  /** Weights of the sub-layer, its norm included. */
  long parameters(int hidden);

  /** Weights of its matrices, which a weight format may quantize. */
  long matrixParameters(int hidden);

  /** Values that one token adds to the key-value cache. */
  long keyValueWidth();

  /**
   * Attention in which {@code heads / kvHeads} consecutive query heads share a key-value head.
   *
   * @param heads query heads
   * @param kvHeads key-value heads
   * @param headDim width of one head; {@code heads * headDim} may differ from the hidden width
   */
  record Full(int heads, int kvHeads, int headDim) implements AttentionShape {
    public Full {
      if (heads < 1 || kvHeads < 1 || heads % kvHeads != 0) {
        throw new IllegalArgumentException(
            "Invalid attention heads: "
                + heads
                + " with "
                + kvHeads
                + " key-value heads (must be a positive multiple)");
      }
      if (headDim < 2 || headDim % 2 != 0) {
        throw new IllegalArgumentException(
            "Invalid head dim: " + headDim + " (must be even and > 0, rotation works on pairs)");
      }
    }

    public int queryWidth() {
      return heads * headDim;
    }

    public int kvWidth() {
      return kvHeads * headDim;
    }

    @Override
    public long parameters(int hidden) {
      return matrixParameters(hidden) + hidden;
    }

    @Override
    public long matrixParameters(int hidden) {
      return 2L * hidden * queryWidth() + 2L * hidden * kvWidth();
    }

    @Override
    public long keyValueWidth() {
      return 2L * kvWidth();
    }
  }

  /** One hidden-by-hidden matrix applied to the normed input; the residual stays. */
  record Linear() implements AttentionShape {
    @Override
    public long parameters(int hidden) {
      return matrixParameters(hidden) + hidden;
    }

    @Override
    public long matrixParameters(int hidden) {
      return (long) hidden * hidden;
    }

    @Override
    public long keyValueWidth() {
      return 0;
    }
  }

  /** No sub-layer and no norm: the residual passes unchanged. */
  record None() implements AttentionShape {
    @Override
    public long parameters(int hidden) {
      return 0;
    }

    @Override
    public long matrixParameters(int hidden) {
      return 0;
    }

    @Override
    public long keyValueWidth() {
      return 0;
    }
  }
}
