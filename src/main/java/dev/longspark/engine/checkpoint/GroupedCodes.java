package dev.longspark.engine.checkpoint;

import dev.longspark.engine.LinearShape;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;

/**
 * A matrix of codes of a few bits, whatever layout it was stored in: {@code weight = scale * (code
 * - zero)} per group of inputs. Closes its tensors.
 *
 * @param name of the matrix
 * @param bits of a code: 2, 3, 4 or 8
 * @param codes uint8 [outputs, inputs]
 * @param zeros int32 [groups, outputs]
 * @param scales [groups, outputs]
 * @param groups of the inputs
 * @param packing what makes them into something else
 */
record GroupedCodes(
    String name,
    int bits,
    Tensor codes,
    Tensor zeros,
    Tensor scales,
    InputGroups groups,
    CodePacking packing)
    implements StoredMatrix {
  private static final int BITS_PER_BYTE = 8;
  private static final int KERNEL_BITS = 4;

  /** Of a scale as files keep it, and of a zero. */
  private static final int SCALE_AND_ZERO_BYTES = 4;

  /** Outputs that libtorch's int4 kernel for the CPU takes together at least. */
  private static final int KERNEL_OUTPUTS = 16;

  /** Bytes of a matrix in equal groups of neighbouring inputs, as {@link #kept} keeps it. */
  static long keptBytes(LinearShape matrix, int bits, int groups, Precision precision) {
    int group = InputGroups.kernelGroup(matrix.inputs(), groups);
    long codes = matrix.weights() * bits / BITS_PER_BYTE;
    if (bits == KERNEL_BITS && fits(group, matrix.outputs())) {
      return codes + matrix.weights() / group * 2 * precision.bytes();
    }
    return codes + (long) matrix.outputs() * groups * SCALE_AND_ZERO_BYTES;
  }

  @Override
  public Tensor whole(Precision precision) {
    return packing.whole(parts(), precision);
  }

  @Override
  public KeptMatrix kept(Precision precision) {
    int group = groups.kernelGroup();
    if (bits == KERNEL_BITS && fits(group, scales.shape()[1])) {
      return packing.int4(parts(), group, precision);
    }
    return bits == BITS_PER_BYTE && groups.count() == 1 && packing.isSymmetric(parts())
        ? packing.int8(parts(), precision)
        : packing.codes(parts(), bits);
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
