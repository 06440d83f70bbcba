package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/yarn.sh} on a real YARN and HDFS, whose containers are processes here. */
@Timeout(900)
@Tag("hadoop")
class YarnTest {
  private static final Path SAMPLE = Path.of("src/main/resources/sample");
  private static final Pattern DONE = Pattern.compile("(\\d+) of (\\d+) samples done.*");
  private static final int SAMPLES = 24;
  private static final String[] STUDY = {
    "techniques=[FP16, KV-Q]", "tasks=[qasper]", "generation.max-new-tokens=16"
  };

  @TempDir private static Path directory;

  @Test
  void aKilledContainerIsReplacedAndTheAnswersAreThoseOfOneProcess()
      throws IOException, InterruptedException {
    Path place = directory.resolve("warehouse");
    try (HadoopCluster cluster = HadoopCluster.start(directory)) {
      cluster.startYarn();
      String checkpoint = cluster.put(SAMPLE.resolve("base"), "/base");
      String data = cluster.put(SAMPLE.resolve("data"), "/data");
      Path file = TinyStudy.ofSample(directory.resolve("hdfs.yaml"), checkpoint, data);

      Process driver =
          SubmitHost.write(directory.resolve("host"))
              .start(
                  "yarn.sh",
                  cluster,
                  "run",
                  file.toString(),
                  "--warehouse",
                  place.toString(),
                  "--set",
                  STUDY[0],
                  "--set",
                  STUDY[1],
                  "--set",
                  STUDY[2]);

      killAContainerAfterFirstCommits(driver.errorReader());
      assertEquals(0, driver.waitFor());
    }
    try (Warehouse warehouse = SharedSpark.warehouse(place);
        WarehouseSession session = SharedSpark.open(warehouse)) {
      List<Row> rows =
          session.spark().sql("SELECT status, attempt FROM generations").collectAsList();
      assertEquals(2 * SAMPLES, rows.size(), "every sample once");
      assertTrue(rows.stream().allMatch(row -> row.getString(0).equals("OK")), rows.toString());
      assertTrue(rows.stream().anyMatch(row -> row.getInt(1) == 1), "a unit ran again");
      String run = SharedSpark.latestRun(session.warehouse());
      assertEquals(RunStatus.COMPLETE, warehouse.run(run).orElseThrow().status());
      assertEquals(
          StoredAnswers.here(onDisk(), directory.resolve("here"), STUDY),
          StoredAnswers.of(session, run));
    }
  }

  private static void killAContainerAfterFirstCommits(BufferedReader said) throws IOException {
    boolean isKilled = false;
    String line = said.readLine();
    while (line != null) {
      System.err.println(line);
      Matcher done = DONE.matcher(line);
      if (!isKilled && done.find() && !done.group(1).equals(done.group(2))) {
        ProcessHandle container = containers().get(0);
        isKilled = container.destroyForcibly();
        System.err.println("killed " + container);
      }
      line = said.readLine();
    }
    assertTrue(isKilled, "the study was over before a container could be killed");
  }

  private static Path onDisk() throws IOException {
    return TinyStudy.ofSample(
        directory.resolve("disk.yaml"),
        SAMPLE.resolve("base").toAbsolutePath().toString(),
        SAMPLE.resolve("data").toAbsolutePath().toString());
  }

  /** The executors' JVMs; YARN starts each from a shell. */
  private static List<ProcessHandle> containers() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .filter(
            process -> {
              String all = String.join(" ", process.info().arguments().orElse(new String[0]));
              return all.contains("ExecutorBackend") && all.contains(directory.toString());
            })
        .toList();
  }
}
