package dev.longspark.engine;

/**
 * Thrown when a device fails in a way that all later calls would meet too, such as an illegal
 * memory access: its process is of no more use, and the work belongs elsewhere.
 */
public final class BrokenDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenDeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
