package dev.longspark.quantization;

import dev.longspark.engine.torchscript.Tensor;

/**
 * A matrix in the layout of checkpoints.
 *
 * @param qweight int32 [inputs / 8, outputs]
 * @param qzeros int32 [groups, outputs / 8]
 * @param scales float16 [groups, outputs]
 * @param groups int32 [inputs]
 * @param weight what they stand for, float32 [outputs, inputs]
 * @param report of its errors
 */
record SolvedMatrix(
    Tensor qweight, Tensor qzeros, Tensor scales, Tensor groups, Tensor weight, MatrixReport report)
    implements AutoCloseable {
  @Override
  public void close() {
    qweight.close();
    qzeros.close();
    scales.close();
    groups.close();
    weight.close();
  }
}
