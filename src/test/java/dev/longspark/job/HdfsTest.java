package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.longspark.inference.NodeCache;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.CatalogSettings;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints, data and a warehouse on a real HDFS. */
@Timeout(600)
@Tag("hadoop")
class HdfsTest {
  private static final Path SAMPLE = Path.of("src/main/resources/sample");
  private static final String WEIGHTS = "model.safetensors";
  private static final String LEASES = "spark.longspark.leases";
  private static final String CATALOG = "spark.sql.catalog.lake.type";

  private static final String[] STUDY = {
    "techniques=[FP16]", "tasks=[qasper]", "data.samples-per-task=3"
  };

  @TempDir private static Path directory;
  private static HadoopCluster cluster;
  private static String checkpoint;
  private static String data;

  @BeforeAll
  static void start() throws IOException {
    cluster = HadoopCluster.start(directory);
    checkpoint = cluster.put(SAMPLE.resolve("base"), "/base");
    data = cluster.put(SAMPLE.resolve("data"), "/data");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void aStudyThatLivesOnHdfsAnswersAsOnTheDisk() throws IOException, InterruptedException {
    String warehouse = cluster.files() + "/warehouse";
    Process driver =
        JavaProcess.start(
            "dev.longspark.cli.Longspark",
            List.of(
                "-Xmx1g",
                "-D" + CATALOG + "=hadoop",
                "-D" + LEASES + "=" + directory.resolve("leases")),
            Map.of("LONGSPARK_CACHE_DIR", directory.resolve("cache").toString()),
            "run",
            TinyStudy.ofSample(directory.resolve("hdfs.yaml"), checkpoint, data).toString(),
            "--warehouse",
            warehouse,
            "--set",
            STUDY[0],
            "--set",
            STUDY[1],
            "--set",
            STUDY[2]);

    String said = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, driver.waitFor(), said);
    Properties properties = new Properties();
    properties.setProperty(CATALOG, "hadoop");
    try (Warehouse opened = Warehouse.open(CatalogSettings.of(warehouse, properties));
        WarehouseSession session = SharedSpark.open(opened)) {
      List<String> answers = StoredAnswers.of(session, SharedSpark.latestRun(session.warehouse()));
      assertFalse(answers.isEmpty());
      assertEquals(StoredAnswers.here(onDisk(), directory.resolve("here"), STUDY), answers);
    }
  }

  private static Path onDisk() throws IOException {
    return TinyStudy.ofSample(
        directory.resolve("disk.yaml"),
        SAMPLE.resolve("base").toAbsolutePath().toString(),
        SAMPLE.resolve("data").toAbsolutePath().toString());
  }

  @Test
  void aCopyThatWasCutShortComesFromHdfsAgain() throws IOException {
    byte[] weights = Files.readAllBytes(SAMPLE.resolve("base").resolve(WEIGHTS));
    Path copy = cache().local(checkpoint, new Configuration());
    assertArrayEquals(weights, Files.readAllBytes(copy.resolve(WEIGHTS)));
    Files.write(copy.resolve(WEIGHTS), new byte[10]);

    assertEquals(copy, cache().local(checkpoint, new Configuration()));

    assertArrayEquals(weights, Files.readAllBytes(copy.resolve(WEIGHTS)));
  }

  /** As another process would see it. */
  private static NodeCache cache() {
    return new NodeCache(directory.resolve("other-cache"), folder -> Long.MAX_VALUE);
  }
}
