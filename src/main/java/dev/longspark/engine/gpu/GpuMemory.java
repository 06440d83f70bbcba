package dev.longspark.engine.gpu;

import java.io.Serializable;

/**
 * The memory of a CUDA device at one moment, in bytes, of all processes.
 *
 * @param free that nobody has reserved
 * @param total of the device
 */
public record GpuMemory(long free, long total) implements Serializable {
  public GpuMemory {
    if (free < 0 || free > total) {
      throw new IllegalArgumentException(
          "Invalid device memory: " + free + " bytes free of " + total);
    }
  }

  /** What anybody has reserved. */
  public long used() {
    return total - free;
  }
}
