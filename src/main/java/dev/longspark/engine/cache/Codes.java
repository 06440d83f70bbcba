package dev.longspark.engine.cache;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.Precision;
import java.util.List;

/** The rules of {@code torchscript/packed.py}: bit-packed codes, a scale and a shift per group. */
final class Codes {
  private static final List<Integer> WIDTHS = List.of(2, 4, 8);

  private Codes() {}

  static void require(int bits, int groupSize, int residualLength) {
    if (!WIDTHS.contains(bits)) {
      throw new IllegalArgumentException(
          "Invalid bits of a quantized cache: " + bits + " (must be 2, 4 or 8)");
    }
    if (groupSize < 1) {
      throw new IllegalArgumentException(
          "Invalid group size of a quantized cache: " + groupSize + " (must be > 0)");
    }
    if (residualLength < 1) {
      throw new IllegalArgumentException(
          "Invalid residual length of a quantized cache: " + residualLength + " (must be > 0)");
    }
  }

  static void requireWholeBytes(AttentionShape.Full attention, int bits) {
    int perByte = Byte.SIZE / bits;
    if (attention.headDim() % perByte != 0) {
      throw new IllegalArgumentException(
          "Cannot keep a cache in %d bits: a layer has heads of width %d (must be a multiple of %d, the codes in a byte)"
              .formatted(bits, attention.headDim(), perByte));
    }
  }

  static long bytes(long values, int bits, int groupSize, Precision precision) {
    long groups = values / groupSize;
    return Math.addExact(values * bits / Byte.SIZE, 2 * groups * precision.bytes());
  }
}
