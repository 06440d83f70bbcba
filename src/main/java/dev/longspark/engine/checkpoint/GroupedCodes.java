package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A matrix of 4-bit codes, whatever layout it was stored in: {@code weight = scale * (code - zero)}
 * per group of inputs. Closes its tensors.
 *
 * @param name of the matrix
 * @param codes uint8 [outputs, inputs]
 * @param zeros int32 [groups, outputs]
 * @param scales [groups, outputs]
 * @param groups of the inputs
 * @param packing what makes them into something else
 */
record GroupedCodes(
    String name, Tensor codes, Tensor zeros, Tensor scales, InputGroups groups, CodePacking packing)
    implements StoredMatrix {
  private static final Logger LOG = LoggerFactory.getLogger(GroupedCodes.class);
  private static final int BITS_PER_BYTE = 8;
  private static final int BITS = 4;

  /** Outputs that libtorch's int4 kernel for the CPU takes together at least. */
  private static final int KERNEL_OUTPUTS = 16;

  /** Bytes of a matrix in equal groups of neighbouring inputs, as {@link #kept} keeps it. */
  static long keptBytes(LinearShape matrix, int groups, Precision precision) {
    int group = InputGroups.kernelGroup(matrix.inputs(), groups);
    if (!fits(group, matrix.outputs())) {
      return matrix.weights() * precision.bytes();
    }
    long scalesAndZeros = matrix.weights() / group * 2 * precision.bytes();
    return matrix.weights() * BITS / BITS_PER_BYTE + scalesAndZeros;
  }

  @Override
  public Tensor whole(Precision precision) {
    return packing.whole(parts(), precision);
  }

  @Override
  public KeptMatrix kept(Precision precision) {
    int group = groups.kernelGroup();
    if (!fits(group, scales.shape()[1])) {
      LOG.warn("{} does not fit the int4 kernels and is kept as {}", name, precision);
      return KeptMatrix.plain(whole(precision));
    }
    return packing.int4(parts(), group, precision);
  }

  private CodePacking.Parts parts() {
    return new CodePacking.Parts(codes, zeros, scales, groups);
  }

  private static boolean fits(int group, long outputs) {
    return group > 0 && outputs % KERNEL_OUTPUTS == 0;
  }

  @Override
  public void close() {
    codes.close();
    zeros.close();
    scales.close();
  }
}
