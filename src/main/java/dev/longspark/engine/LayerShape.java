package dev.longspark.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One decoder block.
 *
 * @param norms where they stand
 * @param residualFactor by which the output of each half is multiplied before it is added
 */
public record LayerShape(
    AttentionShape attention,
    FeedForwardShape feedForward,
    NormPlacement norms,
    double residualFactor)
    implements Serializable {
  /** Names of the norms, before and behind each half. */
  public static final String ATTENTION_NORM = "attention_norm";

  public static final String ATTENTION_OUTPUT_NORM = "attention_output_norm";
  public static final String FEED_FORWARD_NORM = "feed_forward_norm";
  public static final String FEED_FORWARD_OUTPUT_NORM = "feed_forward_output_norm";

  public LayerShape {
    Objects.requireNonNull(attention, "attention");
    Objects.requireNonNull(feedForward, "feedForward");
    Objects.requireNonNull(norms, "norms");
    if (!Double.isFinite(residualFactor)) {
      throw new IllegalArgumentException("Invalid residual factor: " + residualFactor);
    }
  }

  /** As in a Llama: a norm before each half. */
  public LayerShape(AttentionShape attention, FeedForwardShape feedForward) {
    this(attention, feedForward, NormPlacement.BEFORE, 1);
  }

  /** The matrices, those of attention first. */
  public List<LinearShape> linears(int hidden) {
    List<LinearShape> linears = new ArrayList<>(attention.linears(hidden));
    linears.addAll(feedForward.linears(hidden));
    return linears;
  }

  /** The norms' weights and all other vectors. */
  public List<VectorShape> vectors(int hidden) {
    List<VectorShape> vectors = new ArrayList<>();
    boolean shared = norms == NormPlacement.SHARED;
    if (attention.isPresent() || (shared && feedForward.isPresent())) {
      addNorms(vectors, hidden, ATTENTION_NORM, ATTENTION_OUTPUT_NORM);
    }
    if (feedForward.isPresent() && !shared) {
      addNorms(vectors, hidden, FEED_FORWARD_NORM, FEED_FORWARD_OUTPUT_NORM);
    }
    vectors.addAll(attention.vectors());
    vectors.addAll(feedForward.vectors());
    return vectors;
  }

  private void addNorms(List<VectorShape> vectors, int hidden, String before, String after) {
    if (norms.before()) {
      vectors.add(new VectorShape(before, hidden));
    }
    if (norms.after()) {
      vectors.add(new VectorShape(after, hidden));
    }
  }

  /** Numbers of all its tensors. */
  public long parameters(int hidden) {
    return linears(hidden).stream().mapToLong(LinearShape::parameters).sum()
        + vectors(hidden).stream().mapToLong(VectorShape::width).sum();
  }

  /** Weights of its matrices, which a weight format may quantize. */
  public long matrixParameters(int hidden) {
    return attention.matrixParameters(hidden) + feedForward.matrixParameters(hidden);
  }

  /** Weights of the matrices that one token meets. */
  public long activeMatrixParameters(int hidden) {
    return attention.activeMatrixParameters(hidden) + feedForward.activeMatrixParameters(hidden);
  }
}
