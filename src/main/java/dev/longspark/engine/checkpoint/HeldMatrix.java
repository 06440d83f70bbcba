package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;
import java.util.List;

/**
 * A matrix that is kept as it is stored: its tensors are a kept format's parts. Closes them.
 *
 * @param kind of the kept format
 * @param packing what makes it whole
 */
record HeldMatrix(String kind, List<Tensor> parts, List<Long> settings, CodePacking packing)
    implements StoredMatrix {
  HeldMatrix {
    parts = List.copyOf(parts);
    settings = List.copyOf(settings);
  }

  @Override
  public Tensor whole(Precision precision) {
    return packing.whole(kind, parts, settings, precision);
  }

  @Override
  public KeptMatrix kept(Precision precision) {
    return new KeptMatrix(kind, packing.again(parts), settings);
  }

  @Override
  public void close() {
    parts.forEach(Tensor::close);
  }
}
