package dev.longspark.inference;

import dev.longspark.config.Study;
import dev.longspark.engine.Device;
import dev.longspark.engine.generation.EngineSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the study says about every model of a run.
 *
 * @param device kind of device
 * @param devicesPerReplica devices that share a model
 * @param samplesInFlight of one model at the same time
 * @param executors models at work at the same time, in all processes
 * @param threads of one model's arithmetic on the CPU
 * @param prefillChunk prompt tokens per forward pass
 * @param memoryBudget bytes of one model with its cache
 */
record EngineOptions(
    Study.DeviceKind device,
    int devicesPerReplica,
    int samplesInFlight,
    int executors,
    int threads,
    int prefillChunk,
    long memoryBudget)
    implements Serializable {

  static EngineOptions of(Study study) {
    Study.Resources resources = study.resources();
    int share = Math.max(1, Runtime.getRuntime().availableProcessors() / resources.executors());
    long memory = resources.memoryBytes() * resources.devicesPerReplica();
    return new EngineOptions(
        resources.device(),
        resources.devicesPerReplica(),
        resources.samplesInFlight(),
        resources.executors(),
        resources.threads() > 0 ? resources.threads() : share,
        study.generation().prefillChunk(),
        memory > 0 ? memory : EngineSettings.UNLIMITED);
  }

  /**
   * The device sets that a task may use.
   *
   * @param given by Spark; none where Spark has no devices to give
   * @param isOnlyProcess whether all of the run's models live in this process
   */
  List<List<Device>> deviceSets(List<Device> given, boolean isOnlyProcess) {
    if (!given.isEmpty()) {
      return List.of(given);
    }
    int sets = isOnlyProcess ? executors : 1;
    return switch (device) {
      case CPU -> Collections.nCopies(sets, Collections.nCopies(devicesPerReplica, Device.cpu()));
      case CUDA -> cudaSets(sets);
    };
  }

  private List<List<Device>> cudaSets(int sets) {
    List<List<Device>> all = new ArrayList<>();
    for (int set = 0; set < sets; set++) {
      int first = set * devicesPerReplica;
      all.add(IntStream.range(first, first + devicesPerReplica).mapToObj(Device::cuda).toList());
    }
    return all;
  }
}
