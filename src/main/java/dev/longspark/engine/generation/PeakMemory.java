package dev.longspark.engine.generation;

import dev.longspark.engine.Device;
import dev.longspark.engine.gpu.CudaDriver;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.measurement.MemoryReading;
import dev.longspark.measurement.MemoryReading.Source;
import java.util.List;

/** Measures the highest memory use from its start on; where it cannot, its reading says so. */
final class PeakMemory {
  private final Source source;
  private final List<Device> devices;

  private PeakMemory(Source source, List<Device> devices) {
    this.source = source;
    this.devices = devices;
  }

  static PeakMemory start(EngineSettings settings) {
    List<Device> devices = settings.devices();
    if (devices.stream().anyMatch(Device::isCuda)) {
      return new PeakMemory(startOnDevices(settings.samplesInFlight()), devices);
    }
    if (ProcessMemory.peak().isEmpty()) {
      return new PeakMemory(Source.COUNTED, devices);
    }
    TorchRuntime.releaseCachedMemory();
    boolean reset = ProcessMemory.resetPeak();
    return new PeakMemory(reset ? Source.PROCESS_PEAK : Source.PROCESS_PEAK_SINCE_START, devices);
  }

  /**
   * libtorch's allocator keeps what it has reserved, so what is reserved at the end is the peak
   * since its cache was emptied.
   */
  private static Source startOnDevices(int samplesInFlight) {
    if (CudaDriver.ofProcess().absence().isPresent()) {
      return Source.COUNTED;
    }
    if (samplesInFlight > 1) {
      return Source.DEVICE_PEAK_SINCE_START; // emptying would take the others' peaks away
    }
    TorchRuntime.releaseCachedMemory();
    return Source.DEVICE_PEAK;
  }

  /**
   * The peak since the start, to be read while everything is still held.
   *
   * @param countedBytes what is known to be held, where nothing can be measured
   */
  MemoryReading reading(long countedBytes) {
    long bytes =
        switch (source) {
          case COUNTED -> countedBytes;
          case PROCESS_PEAK, PROCESS_PEAK_SINCE_START -> ProcessMemory.peak().orElseThrow();
          case DEVICE_PEAK, DEVICE_PEAK_SINCE_START -> usedOnDevices();
        };
    return new MemoryReading(bytes, source);
  }

  private long usedOnDevices() {
    return devices.stream()
        .distinct()
        .mapToLong(device -> CudaDriver.ofProcess().gpu(device).memory().used())
        .sum();
  }
}
