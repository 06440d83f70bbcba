package dev.longspark.quantization;

import java.util.List;

/** The tensors of a layer's matrices as they are to be stored, and how well they took to it. */
record QuantizedLayer(List<ShardTensor> tensors, List<MatrixReport> reports) {
  QuantizedLayer {
    tensors = List.copyOf(tensors);
    reports = List.copyOf(reports);
  }
}
