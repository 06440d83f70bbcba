package dev.longspark.engine.checkpoint;

import java.util.List;

/** Compares the tensors of the files with those that the config asks for. */
record ShapeCheck(MappedTensors tensors) {
  void requirePlain(TensorNames.PlainShape plain) {
    require(plain.name(), plain.shape());
  }

  void requireLinear(LinearShape linear) {
    if (tensors.has(linear.name() + ".qweight")) {
      new GptqShape(tensors, tensors.gptq()).require(linear);
      return;
    }
    if (tensors.has(linear.name() + ".bias")) {
      throw new IllegalArgumentException(
          "Cannot use " + tensors.stored(linear.name() + ".bias") + " (config.json has no bias)");
    }
    require(linear.name() + ".weight", List.of((long) linear.outputs(), (long) linear.inputs()));
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
