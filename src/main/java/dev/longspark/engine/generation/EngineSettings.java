package dev.longspark.engine.generation;

import dev.longspark.engine.Device;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.checkpoint.WeightFormat;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * How a model is loaded and run.
 *
 * @param weights the format its matrices are kept in
 * @param cache how keys and values are kept
 * @param devices that share the layers, in layer order; one as a rule
 * @param samplesInFlight generations that may run at the same time, each at another device's layers
 * @param threads that one operation may use on the CPU
 * @param prefillChunk tokens of a prompt that pass through a layer at once; bounds the memory of
 *     activations
 * @param memoryBudget bytes that weights and cache may take together; {@link #UNLIMITED} for no
 *     bound but the devices'
 */
public record EngineSettings(
    WeightFormat weights,
    CachePolicy cache,
    List<Device> devices,
    int samplesInFlight,
    int threads,
    int prefillChunk,
    long memoryBudget)
    implements Serializable {
  /** A budget that nothing exceeds. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** A chunk large enough to keep the matrix products busy. */
  public static final int DEFAULT_PREFILL_CHUNK = 512;

  public EngineSettings {
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(cache, "cache");
    devices = List.copyOf(devices);
    if (devices.isEmpty()) {
      throw new IllegalArgumentException("Invalid devices: there are none");
    }
    if (samplesInFlight < 1 || samplesInFlight > devices.size()) {
      throw new IllegalArgumentException(
          "Invalid samples in flight: "
              + samplesInFlight
              + " (must be from 1 to the number of devices, "
              + devices.size()
              + ")");
    }
    requirePositive("thread count", threads);
    requirePositive("prefill chunk", prefillChunk);
    requirePositive("memory budget", memoryBudget);
  }

  /** One device, one thread, no budget. */
  public static EngineSettings of(WeightFormat weights, CachePolicy cache, Device device) {
    return new EngineSettings(
        weights, cache, List.of(device), 1, 1, DEFAULT_PREFILL_CHUNK, UNLIMITED);
  }

  public EngineSettings withCache(CachePolicy policy) {
    return new EngineSettings(
        weights, policy, devices, samplesInFlight, threads, prefillChunk, memoryBudget);
  }

  public EngineSettings withThreads(int count) {
    return new EngineSettings(
        weights, cache, devices, samplesInFlight, count, prefillChunk, memoryBudget);
  }

  public EngineSettings withMemoryBudget(long bytes) {
    return new EngineSettings(
        weights, cache, devices, samplesInFlight, threads, prefillChunk, bytes);
  }

  /**
   * Refuses what the budget does not hold.
   *
   * @throws OutOfDeviceMemoryException saying what it is
   */
  void requireBudget(long weightBytes, long cacheBytes) {
    if (weightBytes + cacheBytes > memoryBudget) {
      throw new OutOfDeviceMemoryException(
          "Cannot hold %d bytes of weights and %d bytes of keys and values within the memory budget of %d bytes"
              .formatted(weightBytes, cacheBytes, memoryBudget),
          null);
    }
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("Invalid " + name + ": " + value + " (must be > 0)");
    }
  }
}
