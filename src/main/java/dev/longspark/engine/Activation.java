package dev.longspark.engine;

/** What a gated feed-forward network makes of its gate. */
public enum Activation {
  /** {@code x * sigmoid(x)}. */
  SILU("silu"),
  /** {@code x * Phi(x)}, by the error function. */
  GELU("gelu"),
  /** The same by tanh. */
  GELU_TANH("gelu_tanh"),
  /** GPT-OSS: gate and up clamped at 7, {@code (up + 1) * gate * sigmoid(1.702 * gate)}. */
  CLAMPED_SWIGLU("clamped_swiglu");

  private final String program;

  Activation(String program) {
    this.program = program;
  }

  /** Its name in {@code torchscript/gated.py}. */
  public String program() {
    return program;
  }
}
