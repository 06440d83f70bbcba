package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which product a CPU multiplies 16-bit weights with: libtorch's own where the CPU has 16-bit
 * arithmetic (AMX, AVX-512 BF16 or FP16), else FBGEMM's over packed float16 weights. Measured once
 * in a process for each precision, because a CPU's flags do not tell what a kernel makes of them.
 */
final class HalfProducts {
  private static final int REPEATS = 5;
  private static final int ROWS = 64;
  private static final int WIDTH = 512;

  /** By how much packed weights must be faster: a choice that noise could turn is not worth it. */
  private static final double MARGIN = 1.25;

  private static final Map<Precision, Boolean> PACKED = new ConcurrentHashMap<>();

  private HalfProducts() {}

  /** A weight [outputs, inputs] in full precision, kept for the faster product. */
  static KeptMatrix kept(Tensor weight, Precision precision, Device device) {
    return device.isCuda()
            || precision == Precision.FP32
            || !PACKED.computeIfAbsent(precision, HalfProducts::packedIsFaster)
        ? KeptMatrix.plain(weight)
        : KeptMatrix.half(weight);
  }

  private static boolean packedIsFaster(Precision precision) {
    try (ScriptProgram program = ScriptProgram.load("packing", Device.cpu());
        Tensor weight = program.callTensor("ones", WIDTH, WIDTH, precision.torchCode())) {
      long plain = nanos(program, KeptMatrix.plain(weight), precision);
      return nanos(program, KeptMatrix.half(weight), precision) * MARGIN < plain;
    }
  }

  /** The shortest of some products. */
  private static long nanos(ScriptProgram program, KeptMatrix matrix, Precision precision) {
    return program.callLong(
        "nanoseconds",
        matrix.kind(),
        matrix.parts(),
        matrix.numbers(),
        WIDTH,
        ROWS,
        precision.torchCode(),
        REPEATS);
  }
}
