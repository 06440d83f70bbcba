package dev.longspark.engine.generation;

import java.io.Serializable;
import java.util.Objects;

/**
 * The memory of one generation, in bytes.
 *
 * @param weightBytes of all weights, counted from the tensors
 * @param cacheBytes of keys and values when the generation ended, counted from the tensors
 * @param peak the highest use meanwhile
 */
public record MemoryUse(long weightBytes, long cacheBytes, MemoryReading peak)
    implements Serializable {
  public MemoryUse {
    Objects.requireNonNull(peak, "peak");
  }
}
