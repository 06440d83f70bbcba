package dev.longspark.quantization;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.ScriptValue;
import dev.longspark.engine.torchscript.Tensor;
import java.util.List;

/** Quantizes one matrix against the Hessian of its inputs: {@code torchscript/gptq_solver.py}. */
final class GptqSolver implements AutoCloseable {
  /** Inputs between two corrections of everything behind them; the result depends on it. */
  static final int BLOCK = 128;

  private static final int BITS = 4;

  private final QuantizationSettings settings;
  private final ScriptProgram program;
  private final ScriptProgram layout;

  GptqSolver(QuantizationSettings settings, Device device) {
    this.settings = settings;
    program = ScriptProgram.load("gptq_solver", device);
    layout = ScriptProgram.load("gptq", device);
  }

  /**
   * Solves one matrix.
   *
   * @param weight float32 [outputs, inputs]
   * @param hessian float32 [inputs, inputs], 2 / sequences times the sum of x' x
   */
  SolvedMatrix solve(String name, Tensor weight, Tensor hessian, int block) {
    try (ScriptValue solved =
        program.call(
            "solve",
            weight,
            hessian,
            settings.groupSize(),
            settings.symmetric(),
            settings.actOrder(),
            settings.staticGroups(),
            settings.damping(),
            block)) {
      List<ScriptValue> parts = solved.parts();
      try (Tensor codes = parts.get(0).toTensor();
          Tensor steps = parts.get(1).toTensor();
          Tensor zeros = parts.get(2).toTensor()) {
        Tensor qweight = program.callTensor("packed_codes", codes);
        Tensor qzeros = program.callTensor("packed_zeros", zeros, zeroOffset());
        Tensor scales = program.callTensor("half", steps);
        Tensor groups = parts.get(3).toTensor();
        Tensor restored = weight(qweight, qzeros, scales, groups);
        double[] numbers = parts.get(4).toDoubleArray();
        MatrixReport report =
            new MatrixReport(
                name,
                relativeError(weight, restored, hessian),
                numbers[0],
                numbers[1],
                (int) numbers[2]);
        return new SolvedMatrix(qweight, qzeros, scales, groups, restored, report);
      } finally {
        parts.forEach(ScriptValue::close);
      }
    }
  }

  /** The weight that stored tensors stand for, float32 [outputs, inputs]. */
  Tensor weight(Tensor qweight, Tensor qzeros, Tensor scales, Tensor groups) {
    return layout.callTensor(
        "weight",
        qweight,
        qzeros,
        BITS,
        zeroOffset() == 0 ? 0 : 1,
        scales,
        groups,
        Precision.FP32.torchCode());
  }

  /** The bytes of a tensor as files keep them. */
  byte[] bytes(Tensor tensor) {
    try (Tensor bytes = program.callTensor("bytes", tensor)) {
      return bytes.toByteArray();
    }
  }

  /**
   * What the layout takes off a word of zeros. An asymmetric zero may be 0, which only {@code
   * gptq_v2} can store without borrowing from its neighbour.
   */
  private int zeroOffset() {
    return settings.symmetric() ? 0x11111111 : 0;
  }

  private double relativeError(Tensor weight, Tensor restored, Tensor hessian) {
    try (ScriptValue value = program.call("output_error", weight, restored, hessian)) {
      double[] errors = value.toDoubleArray();
      return errors[1] == 0 ? 0 : errors[0] / errors[1];
    }
  }

  @Override
  public void close() {
    program.close();
    layout.close();
  }
}
