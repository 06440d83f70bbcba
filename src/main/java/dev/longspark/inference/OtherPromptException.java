package dev.longspark.inference;

/** An answer cannot be followed, because it answers a prompt of other token ids. */
public final class OtherPromptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OtherPromptException() {
    super("its prompt has other token ids than the baseline's");
  }
}
