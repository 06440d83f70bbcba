package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;

/**
 * Every matrix as its checkpoint stores it: those in few bits stay packed, all else is in full
 * precision.
 *
 * <p>Of 4-bit matrices few rows (decoding) go through libtorch's int4 kernels, many rows (prefill)
 * through the weight, made for the moment; up to how many is measured when a matrix is loaded.
 * CUDA's kernel knows bfloat16 only, and the CPU's is fast in it only: both compute float16 models'
 * products in bfloat16.
 *
 * @param stored the checkpoint's format, by which bytes are predicted
 */
public record LowBit(Precision precision, StoredFormat stored) implements WeightFormat {
  @Override
  public long matrixBytes(LinearShape matrix) {
    return stored.keptBytes(matrix, precision);
  }

  @Override
  public KeptMatrix linear(String name, TensorReader reader) {
    if (!reader.isQuantized(name)) {
      return new FullPrecision(precision).linear(name, reader);
    }
    KeptMatrix matrix = reader.loadKept(name, precision);
    return reader.loadBias(name, precision).map(matrix::with).orElse(matrix);
  }
}
