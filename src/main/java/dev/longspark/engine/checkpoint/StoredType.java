package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Precision;

/** The number formats that a safetensors header may name; most are no weights. */
public enum StoredType {
  BOOL(8, 11),
  F4(4, StoredType.NO_CODE),
  F6_E2M3(6, StoredType.NO_CODE),
  F6_E3M2(6, StoredType.NO_CODE),
  U8(8, 0),
  I8(8, 1),
  F8_E4M3(8, 24),
  F8_E5M2(8, 23),
  F8_E8M0(8, 44),
  F8_E4M3FNUZ(8, 26),
  F8_E5M2FNUZ(8, 25),
  U16(16, 27),
  I16(16, 2),
  F16(16, 5),
  BF16(16, 15),
  U32(32, 28),
  I32(32, 3),
  F32(32, 6),
  C64(64, 9),
  U64(64, 29),
  I64(64, 4),
  F64(64, 7);

  private static final int NO_CODE = -1;

  private final int bits;
  private final int torchCode;

  StoredType(int bits, int torchCode) {
    this.bits = bits;
    this.torchCode = torchCode;
  }

  /** Bits of one element. */
  public int bits() {
    return bits;
  }

  /**
   * Bytes of one element.
   *
   * @throws IllegalStateException if elements share bytes
   */
  public int bytes() {
    if (bits % Byte.SIZE != 0) {
      throw new IllegalStateException("Cannot address single elements of " + this);
    }
    return bits / Byte.SIZE;
  }

  /**
   * The code of this format where a TorchScript operation takes a {@code dtype} number.
   *
   * @throws IllegalStateException if tensors cannot be of it
   */
  public int torchCode() {
    if (torchCode == NO_CODE) {
      throw new IllegalStateException("Cannot load tensors of " + this);
    }
    return torchCode;
  }

  /** Whether no matrix that can be read here has parts in this format. */
  public boolean isOfNoModel() {
    return switch (this) {
      case C64, F4, F6_E2M3, F6_E3M2, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ -> true;
      default -> false;
    };
  }

  /** Whether weights may be stored in this format: F32, F16 or BF16. */
  public boolean isWeight() {
    return this == F32 || this == F16 || this == BF16;
  }

  /**
   * The precision that is stored in this format.
   *
   * @throws IllegalArgumentException if weights are not stored in it
   */
  public Precision precision() {
    return switch (this) {
      case F32 -> Precision.FP32;
      case F16 -> Precision.FP16;
      case BF16 -> Precision.BF16;
      default ->
          throw new IllegalArgumentException(
              "Invalid dtype of weights: " + this + " (must be F32, F16 or BF16)");
    };
  }

  /** The format in which a precision is stored. */
  public static StoredType of(Precision precision) {
    return switch (precision) {
      case FP32 -> F32;
      case FP16 -> F16;
      case BF16 -> BF16;
    };
  }
}
