package dev.longspark.engine.gpu;

import java.io.Serializable;
import java.util.Locale;

/**
 * What a CUDA device is.
 *
 * @param name such as {@code NVIDIA H200}
 * @param major of the compute capability
 * @param minor of the compute capability
 * @param multiprocessors that run thread blocks
 * @param memoryBytes of the whole device
 * @param bytesPerSecond from and to memory at most, by clock and bus width
 * @param busId by which NVML and {@code nvidia-smi} know it, whatever CUDA_VISIBLE_DEVICES says
 */
public record GpuFacts(
    String name,
    int major,
    int minor,
    int multiprocessors,
    long memoryBytes,
    long bytesPerSecond,
    String busId)
    implements Serializable {
  /** The architecture as CUDA's compilers name it, such as {@code sm_90}. */
  public String architecture() {
    return "sm_" + major + minor;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, %.1f GB, compute capability %d.%d, %d multiprocessors, %.0f GB/s",
        name,
        memoryBytes / 1e9,
        major,
        minor,
        multiprocessors,
        bytesPerSecond / 1e9);
  }
}
