package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;
import java.util.List;

/**
 * A matrix of whole numbers and a scale for each output. Closes its tensors.
 *
 * @param values int8 [outputs, inputs]
 * @param scales [outputs]
 * @param divisor of the scales
 * @param rounds whether inputs are rounded to such numbers at run time
 * @param packing what makes them into something else
 */
record Int8Values(Tensor values, Tensor scales, int divisor, boolean rounds, CodePacking packing)
    implements StoredMatrix {
  @Override
  public Tensor whole(Precision precision) {
    return packing.whole(
        "int8", List.of(values, scales), List.of((long) divisor, 0L, 0L), precision);
  }

  @Override
  public KeptMatrix kept(Precision precision) {
    return packing.int8(packing.again(List.of(values, scales)), divisor, rounds, precision);
  }

  @Override
  public void close() {
    values.close();
    scales.close();
  }
}
