package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LayerShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Every matrix as it is, in one precision; those of a 4-bit checkpoint are dequantized when they
 * are loaded.
 */
public record FullPrecision(Precision precision) implements WeightFormat {
  @Override
  public long layerBytes(LayerShape layer, int hidden) {
    return layer.parameters(hidden) * precision.bytes();
  }

  @Override
  public List<Tensor> linear(String name, TensorReader reader) {
    List<Tensor> parts = new ArrayList<>();
    parts.add(
        reader.isQuantized(name)
            ? reader.loadDequantized(name, precision)
            : reader.load(name + ".weight", precision));
    reader.loadBias(name, precision).ifPresent(parts::add);
    return parts;
  }
}
