package dev.longspark.inference;

/** A model cannot be loaded, which is no sample's fault. */
public final class ModelLoadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelLoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
