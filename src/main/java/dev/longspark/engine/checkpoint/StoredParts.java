package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import java.util.List;

/** The stored tensors of one matrix, held to what its format asks for. */
record StoredParts(MappedTensors tensors, LinearShape matrix) {
  boolean has(String part) {
    return tensors.has(name(part));
  }

  StoredTensor stored(String part) {
    return tensors.stored(name(part));
  }

  /**
   * Holds a part to its shape.
   *
   * @param layout what asks for it, {@code in groups of 32}
   */
  void requireShape(String part, List<Long> shape, String layout) {
    StoredTensor stored = stored(part);
    if (!stored.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "Invalid shape of %s: %s (a matrix of %d outputs and %d inputs %s asks for %s)"
              .formatted(stored, stored.shape(), matrix.outputs(), matrix.inputs(), layout, shape));
    }
  }

  void requireType(String part, StoredType type) {
    if (stored(part).type() != type) {
      throw invalidType(part, "must be " + type);
    }
  }

  /** Holds a part to be numbers in 16 or 32 bits. */
  void requireNumbers(String part) {
    if (!stored(part).type().isWeight()) {
      throw invalidType(part, "must be F16, BF16 or F32");
    }
  }

  private IllegalArgumentException invalidType(String part, String rule) {
    return new IllegalArgumentException(
        "Invalid dtype of " + stored(part) + ": " + stored(part).type() + " (" + rule + ")");
  }

  private String name(String part) {
    return matrix.name() + "." + part;
  }
}
