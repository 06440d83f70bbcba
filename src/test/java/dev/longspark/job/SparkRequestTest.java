package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longspark.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkRequestTest {
  private static final String CLUSTER = "spark://host:7077";
  private static final String[] ON_GPUS = {
    "resources.device=cuda", "resources.executors=3", "resources.devices-per-replica=2"
  };

  @TempDir private Path directory;
  private Path study;

  @BeforeEach
  void write() throws IOException {
    study = TinyStudy.write(directory, 1);
  }

  @Test
  void asksAClusterForThinExecutors() {
    Map<String, String> settings =
        request(Map.of("spark.longspark.gpu.discoveryScript", "/opt/gpus.sh"), CLUSTER, ON_GPUS);

    assertEquals(CLUSTER, settings.get("spark.master"));
    assertEquals("1", settings.get("spark.executor.cores"));
    assertEquals("3", settings.get("spark.cores.max"));
    assertEquals("3", settings.get("spark.executor.instances"));
    assertEquals("2", settings.get("spark.executor.resource.gpu.amount"));
    assertEquals("2", settings.get("spark.task.resource.gpu.amount"));
    assertEquals("/opt/gpus.sh", settings.get("spark.executor.resource.gpu.discoveryScript"));
    assertEquals(ModelPlugin.class.getName(), settings.get("spark.plugins"));
  }

  @Test
  void leavesWhatIsGivenAndAsksNoGpusOnTheCpu() {
    Map<String, String> settings =
        request(Map.of("spark.master", "yarn", "spark.cores.max", "9"), CLUSTER);

    assertFalse(settings.containsKey("spark.master"));
    assertFalse(settings.containsKey("spark.cores.max"));
    assertFalse(settings.containsKey("spark.executor.resource.gpu.amount"));
  }

  @Test
  void refusesResourcesInPlainLocalMode() {
    for (String key :
        new String[] {"spark.task.resource.gpu.amount", "spark.driver.resource.gpu.amount"}) {
      assertRefused(
          "Invalid %s: 1 on local[2], because plain local Spark has no resources to give and would wait for ever; leave it out, the study's device is enough"
              .formatted(key),
          Map.of(key, "1"),
          "local[2]",
          ON_GPUS);
    }
    request(Map.of(), "local[2]", ON_GPUS);
  }

  @Test
  void refusesSeveralCoresPerExecutor() {
    assertRefused(
        "Invalid spark.executor.cores: 4 on %s, because an executor holds one model and runs one task at a time; set 1"
            .formatted(CLUSTER),
        Map.of("spark.executor.cores", "4"),
        CLUSTER);
    // Four cores for one task are one task at a time.
    request(Map.of("spark.executor.cores", "4", "spark.task.cpus", "4"), CLUSTER);
  }

  @Test
  void refusesDynamicAllocation() {
    assertRefused(
        "Invalid spark.dynamicAllocation.enabled: true on yarn, because executors that come and go would load their models again and again",
        Map.of("spark.dynamicAllocation.enabled", "true", "spark.master", "yarn"),
        CLUSTER);
  }

  @Test
  void refusesAmountsThatContradictTheStudy() {
    assertRefused(
        "Invalid spark.executor.resource.gpu.amount: 1 on %s, because resources.device cuda with devices-per-replica 2 needs 2; leave it to the study"
            .formatted(CLUSTER),
        Map.of("spark.executor.resource.gpu.amount", "1"),
        CLUSTER,
        ON_GPUS);
    assertRefused(
        "Invalid spark.task.resource.gpu.amount: 0.5 on %s, because resources.device cpu with devices-per-replica 1 needs 0; leave it to the study"
            .formatted(CLUSTER),
        Map.of("spark.task.resource.gpu.amount", "0.5"),
        CLUSTER);
    request(Map.of("spark.task.resource.gpu.amount", "2"), CLUSTER, ON_GPUS);
  }

  @Test
  void readsTrueInAnyLetters() {
    assertRefused(
        "Invalid spark.dynamicAllocation.enabled: TRUE on yarn, because executors that come and go would load their models again and again",
        Map.of("spark.dynamicAllocation.enabled", "TRUE", "spark.master", "yarn"),
        CLUSTER);
  }

  @Test
  void refusesCoresThatAllowNoExecutor() {
    Map<String, String> four = Map.of("spark.executor.cores", "4", "spark.task.cpus", "4");
    assertEquals("12", request(four, CLUSTER, ON_GPUS).get("spark.cores.max"));
    Map<String, String> capped = new HashMap<>(four);
    capped.put("spark.cores.max", "3");
    assertRefused(
        "Invalid spark.cores.max: 3 on %s, because one executor takes 4 and there would be none"
            .formatted(CLUSTER),
        capped,
        CLUSTER);
  }

  private void assertRefused(
      String message, Map<String, String> given, String master, String... overrides) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> request(given, master, overrides));
    assertEquals(message + " [" + study + "]", e.getMessage());
  }

  private Map<String, String> request(
      Map<String, String> given, String master, String... overrides) {
    return SparkRequest.of(TinyStudy.read(study, overrides), given, master);
  }
}
