package dev.longspark.engine.checkpoint;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;
import java.util.List;

/** Every matrix as it is, in one precision. */
public record FullPrecision(Precision precision) implements WeightFormat {
  @Override
  public long weightBytes(ModelShape shape) {
    return shape.weightBytes(precision);
  }

  @Override
  public List<Tensor> linear(String name, TensorReader reader) {
    Tensor weight = reader.load(name + ".weight", precision);
    return reader.has(name + ".bias")
        ? List.of(weight, reader.load(name + ".bias", precision))
        : List.of(weight);
  }
}
