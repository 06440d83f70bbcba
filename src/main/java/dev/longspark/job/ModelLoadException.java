package dev.longspark.job;

/** A model cannot be loaded, which is no sample's fault. */
final class ModelLoadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ModelLoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
