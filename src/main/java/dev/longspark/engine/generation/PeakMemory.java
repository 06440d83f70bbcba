package dev.longspark.engine.generation;

import dev.longspark.engine.Device;
import dev.longspark.engine.generation.MemoryReading.Source;
import java.util.List;

/** Measures the highest memory use from its start on; where it cannot, its reading says so. */
final class PeakMemory {
  private final Source source;

  private PeakMemory(Source source) {
    this.source = source;
  }

  /** The process tells nothing about CUDA devices, so their use is counted, not measured. */
  static PeakMemory start(List<Device> devices) {
    if (devices.stream().anyMatch(Device::isCuda) || ProcessMemory.peak().isEmpty()) {
      return new PeakMemory(Source.COUNTED);
    }
    boolean reset = ProcessMemory.resetPeak();
    return new PeakMemory(reset ? Source.PROCESS_PEAK : Source.PROCESS_PEAK_SINCE_START);
  }

  /**
   * The peak since the start.
   *
   * @param countedBytes what is known to be held, where nothing can be measured
   */
  MemoryReading reading(long countedBytes) {
    return new MemoryReading(
        source == Source.COUNTED ? countedBytes : ProcessMemory.peak().orElseThrow(), source);
  }
}
