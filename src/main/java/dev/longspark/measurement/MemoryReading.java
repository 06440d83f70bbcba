package dev.longspark.measurement;

import java.io.Serializable;
import java.util.Objects;

/**
 * The highest memory use of a generation and what the number is.
 *
 * @param bytes at the peak
 */
public record MemoryReading(long bytes, Source source) implements Serializable {
  /** What was read. */
  public enum Source {
    /** Resident memory of the process, its peak during this generation. */
    PROCESS_PEAK,
    /** Resident memory of the process, its peak since it started: this system resets no peak. */
    PROCESS_PEAK_SINCE_START,
    /**
     * Memory in use on the devices, by their driver, when the generation ended: weights, cache, the
     * highest activations and the CUDA context. libtorch's allocator gives nothing back meanwhile,
     * unless it would fail otherwise. Other processes on a device are in it.
     */
    DEVICE_PEAK,
    /** The same, its peak since the process started: other samples are in flight. */
    DEVICE_PEAK_SINCE_START,
    /** Nothing could be read: the bytes of weights and cache, counted from their tensors. */
    COUNTED
  }

  public MemoryReading {
    Objects.requireNonNull(source, "source");
    if (bytes < 0) {
      throw new IllegalArgumentException("Invalid memory reading: " + bytes + " bytes");
    }
  }
}
