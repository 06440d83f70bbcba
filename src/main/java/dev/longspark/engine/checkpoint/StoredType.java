package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Precision;

/** The number formats that a safetensors header may name. */
public enum StoredType {
  BOOL(1, 11),
  U8(1, 0),
  I8(1, 1),
  F8_E4M3(1, 24),
  F8_E5M2(1, 23),
  U16(2, 27),
  I16(2, 2),
  F16(2, 5),
  BF16(2, 15),
  U32(4, 28),
  I32(4, 3),
  F32(4, 6),
  U64(8, 29),
  I64(8, 4),
  F64(8, 7);

  private final int bytes;
  private final int torchCode;

  StoredType(int bytes, int torchCode) {
    this.bytes = bytes;
    this.torchCode = torchCode;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** The code of this format where a TorchScript operation takes a {@code dtype} number. */
  public int torchCode() {
    return torchCode;
  }

  /** Whether weights may be stored in this format: F32, F16 or BF16. */
  public boolean isWeight() {
    return this == F32 || this == F16 || this == BF16;
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
