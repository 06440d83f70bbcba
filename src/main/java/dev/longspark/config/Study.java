package dev.longspark.config;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * One study: models x techniques x tasks x protocols, and how to run them.
 *
 * @param file the study file as it was named, for messages
 * @param name in tables, reports and run ids
 * @param models the model families, at least one
 * @param techniques names, checked by {@code plan}
 * @param ownTechniques the study's own definitions
 * @param compressor the prompt compressor's encoder
 * @param tasks names, checked by {@code plan}
 * @param ownTasks the study's own definitions
 * @param protocols names, checked by {@code plan}
 * @param ownProtocols the study's own definitions
 * @param data where the samples are
 * @param generation what is generated
 * @param resources on what
 * @param results where to
 * @param limits within which an answer counts
 * @param fidelity of each task so many samples are compared with the baseline token by token
 * @param failuresAllowed share of samples that may fail, 0 to 1
 * @param manifest the effective configuration as YAML, which can be read as a study file again
 */
public record Study(
    String file,
    String name,
    List<ModelEntry> models,
    List<String> techniques,
    List<OwnTechnique> ownTechniques,
    Compressor compressor,
    List<String> tasks,
    List<OwnTask> ownTasks,
    List<String> protocols,
    List<OwnProtocol> ownProtocols,
    Data data,
    Generation generation,
    Resources resources,
    Results results,
    Limits limits,
    int fidelity,
    double failuresAllowed,
    String manifest)
    implements Serializable {
  /** Copies the lists. */
  public Study {
    models = List.copyOf(models);
    techniques = List.copyOf(techniques);
    ownTechniques = List.copyOf(ownTechniques);
    tasks = List.copyOf(tasks);
    ownTasks = List.copyOf(ownTasks);
    protocols = List.copyOf(protocols);
    ownProtocols = List.copyOf(ownProtocols);
  }

  /** The kind of device. */
  public enum DeviceKind {
    CPU,
    CUDA
  }

  /** What a line that is no sample does. */
  public enum Malformed {
    FAIL,
    SKIP
  }

  /** How a model that several devices share is kept busy. */
  public enum Pipeline {
    /** One sample at a time, as in the paper: the other devices wait. */
    EXCLUSIVE,
    /** As many samples as devices, each on another device at a time. */
    FILLED
  }

  /** When the next samples of a batch come. */
  public enum Batching {
    /** When all have ended. */
    STATIC,
    /** One in the place of each that ends. */
    CONTINUOUS
  }

  /** What happens to cells that are predicted not to fit into memory. */
  public enum OverBudget {
    REFUSE,
    RUN
  }

  /**
   * The encoder of prompt compression.
   *
   * @param checkpoint its folder or URI, empty text if the study names none
   * @param device where it runs
   */
  public record Compressor(String checkpoint, DeviceKind device) implements Serializable {
    /** The encoder's folder, if the study names one. */
    public Optional<String> path() {
      return checkpoint.isEmpty() ? Optional.empty() : Optional.of(checkpoint);
    }
  }

  /**
   * The samples.
   *
   * @param path of LongBench: folder, zip file or URI; empty text if all tasks are the study's own
   * @param samplesPerTask the first N of each task, 0 for all
   * @param malformed what a line that is no sample does
   */
  public record Data(String path, int samplesPerTask, Malformed malformed)
      implements Serializable {}

  /**
   * What is generated.
   *
   * @param maxNewTokens in place of the protocol's and the task's cap, 0 for theirs
   * @param forcedLength exactly N new tokens, 0 for natural stopping
   * @param prefillChunk prompt tokens per forward pass
   * @param batches samples that are decoded together; every technique runs with each
   * @param batching when the next samples come
   */
  public record Generation(
      int maxNewTokens,
      int forcedLength,
      int prefillChunk,
      List<Integer> batches,
      Batching batching)
      implements Serializable {
    /** Copies the list. */
    public Generation {
      batches = List.copyOf(batches);
    }
  }

  /**
   * What the study runs on.
   *
   * @param device kind of device
   * @param devicesPerReplica devices that share one model
   * @param pipeline how the devices of a replica are kept busy
   * @param executors replicas at the same time
   * @param threads of one executor, 0 for an even share of the cores
   * @param memoryBytes of one device, 0 if not known
   * @param overBudget what happens to cells that do not fit
   * @param bandwidth bytes per second of one device's memory
   * @param teraflops 10^12 operations per second of one device
   * @param efficiency share of these two that a run reaches, above 0 to 1
   * @param unitSeconds predicted work of one unit, seconds
   */
  public record Resources(
      DeviceKind device,
      int devicesPerReplica,
      Pipeline pipeline,
      int executors,
      int threads,
      long memoryBytes,
      OverBudget overBudget,
      long bandwidth,
      double teraflops,
      double efficiency,
      int unitSeconds)
      implements Serializable {

    /** Samples at a time on one replica. */
    public int samplesInFlight() {
      return switch (pipeline) {
        case EXCLUSIVE -> 1;
        case FILLED -> devicesPerReplica;
      };
    }
  }

  /**
   * Times within which an answer counts, where correct answers per second are counted.
   *
   * @param ttftMs to the first token, 0 for any
   * @param tpotMs per token behind it, in the mean, 0 for any
   */
  public record Limits(int ttftMs, int tpotMs) implements Serializable {}

  /**
   * Where results go.
   *
   * @param run readable part of the run id
   * @param warehouse folder of the tables, empty text for the command line's
   */
  public record Results(String run, String warehouse) implements Serializable {
    /** The folder of the tables, if the study names one. */
    public Optional<String> warehousePath() {
      return warehouse.isEmpty() ? Optional.empty() : Optional.of(warehouse);
    }
  }
}
