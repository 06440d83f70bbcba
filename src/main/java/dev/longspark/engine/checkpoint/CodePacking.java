package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.ScriptValue;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Makes codes in groups into weights or into what is kept: {@code torchscript/packing.py}. */
final class CodePacking implements AutoCloseable {
  /** Codes uint8 [outputs, inputs], zeros int32 and scales [groups, outputs]; somebody else's. */
  record Parts(Tensor codes, Tensor zeros, Tensor scales, InputGroups groups) {}

  private static final int BYTE_ZERO = 128;

  /** Of outputs and inputs, for libtorch's int8 kernel. */
  private static final int KERNEL_MULTIPLE = 32;

  private final TensorPlace place;
  private final ScriptProgram program;
  private final KernelChoice kernels;

  CodePacking(TensorPlace place) {
    this.place = place;
    program = ScriptProgram.load("packing", place.device());
    kernels = new KernelChoice(program);
  }

  Tensor whole(Parts matrix, Precision precision) {
    try (Tensor groups = place.onDevice(matrix.groups().indices())) {
      return program.callTensor(
          "weight", matrix.codes(), matrix.zeros(), matrix.scales(), groups, precision.torchCode());
    }
  }

  /** For libtorch's int4 kernels, in groups of a length that they know. */
  KeptMatrix int4(Parts matrix, int group, Precision precision) {
    InputGroups groups = matrix.groups();
    long[] order = groups.isContiguous() ? new long[0] : groups.permutation();
    try (Tensor permutation = place.onDevice(order)) {
      List<Tensor> tensors =
          tensors(
              "int4",
              matrix.codes(),
              matrix.zeros(),
              matrix.scales(),
              permutation,
              group,
              precision.torchCode());
      long block = program.callLong("int4_block", place.device().isCuda());
      return kernels.limited(
          rows -> new KeptMatrix("int4", tensors, List.of(block, rows)),
          matrix.groups().ofInput().size(),
          precision);
    }
  }

  /** As they are, to be made whole for each product. */
  KeptMatrix codes(Parts matrix, int bits) {
    InputGroups groups = matrix.groups();
    try (Tensor indices = place.onDevice(groups.isEven() ? new long[0] : groups.indices())) {
      long[] extents = matrix.codes().shape();
      return new KeptMatrix(
          "codes",
          tensors("packed", matrix.codes(), matrix.zeros(), matrix.scales(), indices, bits),
          List.of(extents[0], extents[1], (long) bits));
    }
  }

  /** Whether all zeros are 128. */
  boolean isSymmetric(Parts matrix) {
    return program.callBoolean("all_equal", matrix.zeros(), BYTE_ZERO);
  }

  /** For libtorch's int8 kernel: one symmetric group a row. */
  KeptMatrix int8(Parts matrix, Precision precision) {
    return int8(tensors("int8", matrix.codes(), matrix.scales()), 1, false, precision);
  }

  /**
   * For libtorch's int8 kernel.
   *
   * @param parts int8 [outputs, inputs] and a scale for each output
   * @param divisor of the scales
   * @param rounds whether inputs are rounded too
   */
  KeptMatrix int8(List<Tensor> parts, int divisor, boolean rounds, Precision precision) {
    long[] extents = parts.get(0).shape();
    boolean fits =
        extents[0] % KERNEL_MULTIPLE == 0
            && extents[1] % KERNEL_MULTIPLE == 0
            && !place.device().isCuda();
    LongFunction<KeptMatrix> limited =
        rows -> new KeptMatrix("int8", parts, List.of((long) divisor, rounds ? 1L : 0L, rows));
    return fits
        ? kernels.limited(limited, Math.toIntExact(extents[1]), precision)
        : limited.apply(0);
  }

  /** The same tensors, to be closed for themselves. */
  List<Tensor> again(List<Tensor> parts) {
    return tensors("again", parts);
  }

  /** The weight of something kept. */
  Tensor whole(String kind, List<Tensor> parts, List<Long> settings, Precision precision) {
    long[] numbers = settings.stream().mapToLong(Long::longValue).toArray();
    return program.callTensor("whole", kind, parts, numbers, precision.torchCode());
  }

  private List<Tensor> tensors(String method, Object... arguments) {
    List<Tensor> tensors = new ArrayList<>();
    try (ScriptValue parts = program.call(method, arguments)) {
      for (ScriptValue part : parts.parts()) {
        try (part) {
          tensors.add(part.toTensor());
        }
      }
    }
    return tensors;
  }

  @Override
  public void close() {
    program.close();
  }
}
