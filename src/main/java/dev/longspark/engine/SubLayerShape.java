package dev.longspark.engine;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * One half of a decoder block. It names the matrices and vectors that it consists of; whatever is
 * counted, loaded or checked follows from these lists. A half without matrices is not there.
 */
public sealed interface SubLayerShape extends Serializable
    permits AttentionShape, FeedForwardShape {
  /** Its name in the catalogues of {@code torchscript/block.py}. */
  String program();

  /** Its matrices in the order in which a pass needs them, which a weight format may quantize. */
  List<LinearShape> linears(int hidden);

  /** Its vectors; the norms before and behind it are the layer's. */
  List<VectorShape> vectors();

  /** What its program must know besides the tensors, by name. */
  Map<String, Double> numbers();

  /** Numbers that one token needs inside it at once, its input and output apart. */
  long workingValues();

  /** Weights of the matrices that one token meets; fewer than all where experts are chosen. */
  default long activeMatrixParameters(int hidden) {
    return matrixParameters(hidden);
  }

  /** Weights of its matrices. */
  default long matrixParameters(int hidden) {
    return linears(hidden).stream().mapToLong(LinearShape::weights).sum();
  }

  /** Whether there is anything to compute: a half that is absent has no norm either. */
  default boolean isPresent() {
    return !linears(1).isEmpty();
  }
}
