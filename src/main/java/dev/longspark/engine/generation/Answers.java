package dev.longspark.engine.generation;

import dev.longspark.measurement.BatchUse;

/** Takes what becomes of requests that are continued together; what it throws ends all of them. */
public interface Answers {
  /**
   * A prompt's turn has come; again if it is tried alone.
   *
   * @param request its place among the requests
   */
  void begins(int request);

  /** A request is answered, and how it shared the model meanwhile. */
  void answered(int request, Generation generation, BatchUse use);

  /**
   * A request failed, alone or before it met another.
   *
   * @param cause an {@link dev.longspark.engine.OutOfDeviceMemoryException} or another fault
   */
  void failed(int request, Throwable cause);
}
