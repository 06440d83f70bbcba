package dev.longspark.engine;

/**
 * Thrown when a device has no room for a tensor. For an experiment this is a result to record, not
 * a failure of the run, which is why it has a type of its own.
 */
public final class OutOfDeviceMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutOfDeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
