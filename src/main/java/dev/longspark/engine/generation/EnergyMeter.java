package dev.longspark.engine.generation;

import dev.longspark.engine.Device;
import dev.longspark.engine.gpu.CudaDriver;
import dev.longspark.engine.gpu.GpuFacts;
import dev.longspark.engine.gpu.Nvml;
import java.util.List;
import java.util.OptionalLong;

/** Measures the energy that a generation's devices consume from its start on. */
final class EnergyMeter {
  private static final double MILLIJOULES_PER_JOULE = 1000;

  private final List<GpuFacts> gpus;
  private final OptionalLong start;

  private EnergyMeter(List<GpuFacts> gpus) {
    this.gpus = gpus;
    start = millijoules(gpus);
  }

  /** Reads nothing while other samples are in flight: each would count what all of them take. */
  static EnergyMeter start(EngineSettings settings) {
    List<Device> devices = settings.devices().stream().distinct().toList();
    boolean isReadable =
        settings.samplesInFlight() == 1
            && devices.stream().allMatch(Device::isCuda)
            && CudaDriver.ofProcess().absence().isEmpty();
    return new EnergyMeter(
        isReadable
            ? devices.stream().map(device -> CudaDriver.ofProcess().gpu(device).facts()).toList()
            : List.of());
  }

  /** Knows of nothing: what samples that meet take is no single one's. */
  static EnergyMeter none() {
    return new EnergyMeter(List.of());
  }

  /** Of all devices since the start, in joules; -1 if it is not counted on every one of them. */
  double joules() {
    OptionalLong end = millijoules(gpus);
    return start.isPresent() && end.isPresent() && end.getAsLong() >= start.getAsLong()
        ? (end.getAsLong() - start.getAsLong()) / MILLIJOULES_PER_JOULE
        : -1;
  }

  private static OptionalLong millijoules(List<GpuFacts> gpus) {
    List<OptionalLong> each = gpus.stream().map(Nvml.ofProcess()::millijoules).toList();
    return each.isEmpty() || each.stream().anyMatch(OptionalLong::isEmpty)
        ? OptionalLong.empty()
        : OptionalLong.of(each.stream().mapToLong(OptionalLong::getAsLong).sum());
  }
}
