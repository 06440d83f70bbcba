package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;

/**
 * Every matrix as it is, in one precision; those that a checkpoint stores in few bits are
 * dequantized when they are loaded.
 */
public record FullPrecision(Precision precision) implements WeightFormat {
  @Override
  public long matrixBytes(LinearShape matrix) {
    return matrix.weights() * precision.bytes();
  }

  @Override
  public KeptMatrix linear(String name, TensorReader reader) {
    Tensor weight =
        reader.isQuantized(name)
            ? reader.loadDequantized(name, precision)
            : reader.load(name + ".weight", precision);
    KeptMatrix matrix = HalfProducts.kept(weight, precision, reader.device());
    return reader.loadBias(name, precision).map(matrix::with).orElse(matrix);
  }
}
