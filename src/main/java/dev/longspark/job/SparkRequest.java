package dev.longspark.job;

import dev.longspark.config.ConfigException;
import dev.longspark.config.Study;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a study's resources are in Spark's words, and refusals of what Spark would not say no to:
 * some combinations hang, others spread several models over one device.
 */
public final class SparkRequest {
  private static final String CORES = "spark.executor.cores";
  private static final String CORES_MAX = "spark.cores.max";
  private static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";
  private static final String TASK_GPUS = "spark.task.resource.gpu.amount";
  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";

  /** Settings of how Spark finds GPUs; Spark itself takes them only where GPUs are asked for. */
  private static final String DISCOVERY = "spark.longspark.gpu.";

  private final Study study;
  private final Map<String, String> given;
  private final String master;

  private SparkRequest(Study study, Map<String, String> given, String master) {
    this.study = study;
    this.given = given;
    this.master = given.getOrDefault("spark.master", master);
  }

  /**
   * The settings of the Spark application that runs a study.
   *
   * @param given Spark's settings from outside, such as spark-submit's; they go before the study's
   * @param master unless the given settings name one
   * @throws ConfigException if Spark cannot run the study as the settings stand
   */
  public static Map<String, String> of(Study study, Map<String, String> given, String master) {
    return new SparkRequest(study, given, master).settings();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.master", master);
    settings.put("spark.plugins", ModelPlugin.class.getName());
    if (master.equals("local") || master.startsWith("local[")) {
      requireNoResources();
    } else {
      askForExecutors(settings);
      requireThinExecutors();
    }
    settings.keySet().removeAll(given.keySet());
    return settings;
  }

  private void requireNoResources() {
    for (String key : given.keySet()) {
      if (key.matches("spark\\.(executor|driver|task|worker)\\.resource\\..*")) {
        throw refusal(
            key,
            "plain local Spark has no resources to give and would wait for ever; leave it out, the"
                + " study's device is enough");
      }
    }
  }

  private void askForExecutors(Map<String, String> settings) {
    Study.Resources resources = study.resources();
    String executors = Integer.toString(resources.executors());
    settings.put(CORES, "1");
    // The first is what a standalone cluster understands, the second what YARN and Kubernetes do.
    settings.put(CORES_MAX, Integer.toString(resources.executors() * cores()));
    settings.put("spark.executor.instances", executors);
    if (resources.device() == Study.DeviceKind.CUDA) {
      String devices = Integer.toString(resources.devicesPerReplica());
      settings.put(EXECUTOR_GPUS, devices);
      settings.put(TASK_GPUS, devices);
      given.forEach(
          (key, value) -> {
            if (key.startsWith(DISCOVERY)) {
              settings.put(key.replace(DISCOVERY, "spark.executor.resource.gpu."), value);
            }
          });
    }
  }

  /** Of one executor; what is no number is Spark's to refuse. */
  private int cores() {
    String cores = given.getOrDefault(CORES, "1");
    return cores.matches("[0-9]{1,9}") ? Integer.parseInt(cores) : 1;
  }

  private void requireThinExecutors() {
    if (Boolean.parseBoolean(given.getOrDefault(DYNAMIC, "false"))) {
      throw refusal(DYNAMIC, "executors that come and go would load their models again and again");
    }
    if (!given.getOrDefault(CORES, "1").equals(given.getOrDefault("spark.task.cpus", "1"))) {
      throw refusal(CORES, "an executor holds one model and runs one task at a time; set 1");
    }
    String cap = given.getOrDefault(CORES_MAX, Integer.toString(cores()));
    if (!cap.matches("[0-9]{1,9}") || Integer.parseInt(cap) < cores()) {
      throw refusal(CORES_MAX, "one executor takes %d and there would be none".formatted(cores()));
    }
    Study.Resources resources = study.resources();
    int devices = resources.device() == Study.DeviceKind.CUDA ? resources.devicesPerReplica() : 0;
    for (String key : new String[] {EXECUTOR_GPUS, TASK_GPUS}) {
      if (!given.getOrDefault(key, Integer.toString(devices)).equals(Integer.toString(devices))) {
        throw refusal(
            key,
            "resources.device %s with devices-per-replica %d needs %d; leave it to the study"
                .formatted(
                    resources.device().name().toLowerCase(Locale.ROOT),
                    resources.devicesPerReplica(),
                    devices));
      }
    }
  }

  private ConfigException refusal(String key, String reason) {
    return new ConfigException(
        "Invalid %s: %s on %s, because %s [%s]"
            .formatted(key, given.get(key), master, reason, study.file()));
  }
}
