package dev.longspark.engine;

import java.io.Serializable;

/**
 * How a layer's states become queries, keys and values.
 *
 * @param fused whether one matrix gives all three, rows of queries first, then of keys
 * @param inputBias whether queries, keys and values have a bias
 * @param outputBias whether the matrix behind attention has one
 * @param headNorm the norm of queries and keys, before they are rotated
 */
public record Projections(boolean fused, boolean inputBias, boolean outputBias, HeadNorm headNorm)
    implements Serializable {
  /** Three matrices without bias or norm. */
  public static final Projections PLAIN = new Projections(false, false, false, HeadNorm.NONE);

  /** What a norm of queries and keys runs over. */
  public enum HeadNorm {
    NONE,
    /** Each head for itself; all heads of a layer share one weight. */
    EACH_HEAD,
    /** All heads together, before they are cut apart. */
    ALL_HEADS
  }
}
