package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.ScriptValue;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Makes codes in groups into weights or into what is kept: {@code torchscript/packing.py}. */
final class CodePacking implements AutoCloseable {
  /** Codes uint8 [outputs, inputs], zeros int32 and scales [groups, outputs]; somebody else's. */
  record Parts(Tensor codes, Tensor zeros, Tensor scales, InputGroups groups) {}

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
    try (Tensor permutation = place.onDevice(order);
        ScriptValue parts =
            program.call(
                "int4",
                matrix.codes(),
                matrix.zeros(),
                matrix.scales(),
                permutation,
                group,
                precision.torchCode())) {
      List<Tensor> tensors = new ArrayList<>();
      for (ScriptValue part : parts.parts()) {
        try (part) {
          tensors.add(part.toTensor());
        }
      }
      long block = program.callLong("int4_block", place.device().isCuda());
      return kernels.limited(
          rows -> new KeptMatrix("int4", tensors, List.of(block, rows)),
          matrix.groups().ofInput().size(),
          precision);
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
