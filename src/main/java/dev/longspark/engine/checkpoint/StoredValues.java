package dev.longspark.engine.checkpoint;

import java.nio.ByteBuffer;

/** Stored numbers as float32, read from their file without the engine: for looking, not running. */
public final class StoredValues {
  private static final int SIGN = 0x8000;
  private static final int FRACTION_BITS = 10;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;
  private static final int EXPONENT = 0x1f;
  private static final int LEAST_EXPONENT = -24;
  private static final int FLOAT_FRACTION_BITS = 23;
  private static final int FLOAT_SPECIAL = 0x7f800000;

  private StoredValues() {}

  /**
   * Some rows (extents of the first axis), one behind the other.
   *
   * @throws IllegalArgumentException if there are no such rows, or the tensor is no F32, F16 or
   *     BF16
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static float[] rows(StoredTensor tensor, long first, long count) {
    if (!tensor.type().isWeight()) {
      throw new IllegalArgumentException(
          "Invalid dtype of " + tensor + ": " + tensor.type() + " (must be F32, F16 or BF16)");
    }
    ByteBuffer bytes = SafetensorsFile.open(tensor.file()).readRows(tensor.name(), first, count);
    float[] values = new float[bytes.remaining() / tensor.type().bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = next(tensor.type(), bytes);
    }
    return values;
  }

  /** The next number of a buffer, little-endian, of F32, F16 or BF16. */
  static float next(StoredType type, ByteBuffer bytes) {
    return switch (type) {
      case F16 -> half(bytes.getShort());
      case BF16 -> Float.intBitsToFloat(bytes.getShort() << Short.SIZE);
      default -> bytes.getFloat();
    };
  }

  /** IEEE 754 binary16; Java converts it itself from version 20 on. */
  static float half(short bits) {
    int exponent = (bits >> FRACTION_BITS) & EXPONENT;
    int fraction = bits & FRACTION;
    float size;
    if (exponent == EXPONENT) {
      size =
          Float.intBitsToFloat(FLOAT_SPECIAL | fraction << (FLOAT_FRACTION_BITS - FRACTION_BITS));
    } else {
      int whole = exponent == 0 ? fraction : fraction + FRACTION + 1;
      size = Math.scalb((float) whole, LEAST_EXPONENT + Math.max(0, exponent - 1));
    }
    return (bits & SIGN) == 0 ? size : -size;
  }
}
