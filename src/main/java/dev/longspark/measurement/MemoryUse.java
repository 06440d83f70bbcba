package dev.longspark.measurement;

import java.util.Objects;

/**
 * The memory of one generation, in bytes.
 *
 * @param weightBytes of all weights, counted from the tensors
 * @param cacheBytes of keys and values when the generation ended, counted from the tensors
 * @param peak the highest use meanwhile
 */
public record MemoryUse(long weightBytes, long cacheBytes, MemoryReading peak)
    implements Measurement {
  public MemoryUse {
    Objects.requireNonNull(peak, "peak");
  }
}
