package dev.longspark.engine;

/** The number format in which a model computes and keeps its unquantized tensors. */
public enum Precision {
  FP32(6, 4),
  FP16(5, 2),
  BF16(15, 2);

  private final int torchCode;
  private final int bytes;

  Precision(int torchCode, int bytes) {
    this.torchCode = torchCode;
    this.bytes = bytes;
  }

  /** The code of this format where a TorchScript operation takes a {@code dtype} number. */
  public int torchCode() {
    return torchCode;
  }

  public int bytes() {
    return bytes;
  }
}
