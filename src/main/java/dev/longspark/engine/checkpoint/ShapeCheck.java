package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.family.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Compares the tensors of the files with those that the config asks for.
 *
 * @param format of the matrices that are stored in few bits
 */
record ShapeCheck(MappedTensors tensors, JsonObject config, Optional<StoredFormat> format) {
  void requirePlain(TensorShape plain) {
    require(plain.name(), plain.extents());
  }

  void requireLinear(LinearShape linear) {
    String bias = linear.name() + ".bias";
    String weight = linear.name() + ".weight";
    if (linear.bias()) {
      require(bias, List.of((long) linear.outputs()));
    }
    if (format.isPresent() && format.get().holds(tensors, linear.name())) {
      format.get().require(new StoredParts(tensors, linear));
      return;
    }
    if (format.isEmpty() && !tensors.has(weight) && tensors.hasPartsOf(linear.name())) {
      throw StoredFormats.missing(config);
    }
    if (!linear.bias() && tensors.has(bias)) {
      throw new IllegalArgumentException(
          "Cannot use " + tensors.stored(bias) + " (config.json has no bias)");
    }
    require(weight, List.of((long) linear.outputs(), (long) linear.inputs()));
  }

  private void require(String name, List<Long> shape) {
    StoredTensor stored = tensors.stored(name);
    if (!stored.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "Invalid shape of "
              + stored
              + ": "
              + stored.shape()
              + " (config.json asks for "
              + shape
              + ")");
    }
    if (!stored.type().isWeight()) {
      throw new IllegalArgumentException(
          "Invalid dtype of " + stored + ": " + stored.type() + " (must be F32, F16 or BF16)");
    }
  }
}
