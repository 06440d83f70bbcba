package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults on a real standalone cluster: every sample once, the right status, and what happened. */
@Timeout(600)
@Tag("faults")
class StandaloneFaultsTest {
  private static final int SAMPLES = 4;

  @TempDir private static Path directory;
  private static StandaloneCluster cluster;
  private static Path study;

  @BeforeAll
  static void start() throws IOException {
    study = TinyStudy.write(directory, SAMPLES);
    cluster = StandaloneCluster.start(directory);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void executorsDieAndEverySampleIsThereOnce() throws IOException, InterruptedException {
    Path place = directory.resolve("deaths");

    Process driver =
        cluster.drive(
            List.of(),
            study.toString(),
            place.toString(),
            "hotpotqa-0=KILL_ONCE,hotpotqa-1=ABORT,qasper-0=CRASH,qasper-1=BREAK_ONCE",
            "techniques=[FP16]",
            "resources.executors=2",
            "resources.device=cuda");

    String run = runOf(driver);
    try (Warehouse warehouse = SharedSpark.warehouse(place);
        WarehouseSession session = SharedSpark.open(warehouse)) {
      Map<String, Row> rows =
          onceEach(
              session,
              "SELECT s.sample_id, g.* FROM generations g" + " JOIN samples s USING (sample_key)");
      assertEquals(2 * SAMPLES, rows.size());
      assertEquals("OK 1", ending(rows.get("hotpotqa-0")), "killed once");
      assertEquals("OK 1", ending(rows.get("qasper-1")), "its device broke once");
      assertEquals("OK 0", ending(rows.get("hotpotqa-2")), "has no fault");
      assertEquals("FAILED 2", ending(rows.get("hotpotqa-1")), "aborts always");
      assertEquals("FAILED 2", ending(rows.get("qasper-0")), "fails always");
      String aborted = rows.get("hotpotqa-1").getAs("message");
      assertTrue(aborted.contains("ExecutorLostFailure") && aborted.contains("134"), aborted);
      String failed = rows.get("qasper-0").getAs("message");
      assertTrue(failed.contains("as if the process had died"), failed);
      List<String> devices =
          rows.values().stream()
              .map(row -> row.<String>getAs("device"))
              .filter(device -> !device.isEmpty())
              .distinct()
              .sorted()
              .toList();
      assertTrue(List.of("[cuda:4]", "[cuda:5]").containsAll(devices), devices.toString());
      assertEquals(RunStatus.COMPLETE, warehouse.run(run).orElseThrow().status());
    }
  }

  @Test
  void theDriverIsKilledAndTheSameCommandCompletes() throws IOException, InterruptedException {
    Path place = directory.resolve("driver");
    String[] command = {
      study.toString(),
      place.toString(),
      "hotpotqa-3=HANG",
      "techniques=[BF16]",
      "resources.executors=2"
    };
    int committed = killAfterFirstCommits(cluster.drive(List.of(), command));
    command[2] = "none=HANG"; // the sample that would never end ends now

    Process again = cluster.drive(List.of(), command);

    List<String> said = said(again);
    int taken = samples(said.get(1));
    assertTrue(committed <= taken && taken < 2 * SAMPLES, said.toString());
    try (Warehouse warehouse = SharedSpark.warehouse(place);
        WarehouseSession session = SharedSpark.open(warehouse)) {
      Map<String, Row> rows =
          onceEach(
              session,
              "SELECT s.sample_id, g.* FROM generations g JOIN samples s USING (sample_key)");
      assertEquals(2 * SAMPLES, rows.size());
      rows.values().forEach(row -> assertEquals("OK 0", ending(row)));
      assertEquals(
          2 * SAMPLES, session.query("SELECT * FROM scores WHERE metric = 'qa_f1'").count());
      String run = said.get(0).replace("run ", "");
      assertEquals(RunStatus.COMPLETE, warehouse.run(run).orElseThrow().status());
    }
  }

  @Test
  void aRunThatNoWorkerIsLargeEnoughForEnds() throws IOException, InterruptedException {
    Process driver =
        cluster.drive(
            List.of("-Dspark.executor.memory=100g", "-Dspark.longspark.executorTimeout=15s"),
            study.toString(),
            directory.resolve("waiting").toString(),
            "none=HANG",
            "techniques=[FP16]",
            "resources.executors=2");

    String said = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(1, driver.waitFor(), said);
    String offer =
        "waiting for 2 executors, 0 there; the largest of 2 Workers has 8192 MiB (%d cores free"
            + " in all), an executor asks for 102400 MiB";
    assertTrue(said.contains("no executor for 15 s"), said);
    assertTrue(said.matches("(?s).*" + quoted(offer) + ".*" + quoted(offer) + ".*"), said);
    assertTrue(said.contains("the same command continues"), said);
  }

  /** A pattern for a text in which {@code %d} stands for a number. */
  private static String quoted(String text) {
    return Pattern.quote(text).replace("%d", "\\E[0-9]+\\Q");
  }

  /** Kills a driver by SIGKILL and gives how many samples it said were committed. */
  private static int killAfterFirstCommits(Process driver)
      throws IOException, InterruptedException {
    try (BufferedReader lines = driver.inputReader()) {
      int committed = 0;
      while (committed == 0) {
        String line = lines.readLine();
        assertTrue(line != null, "the driver ended by itself");
        committed = line.startsWith("run ") ? 0 : samples(line);
      }
      return committed;
    } finally {
      driver.destroyForcibly().waitFor();
    }
  }

  private static int samples(String line) {
    return Integer.parseInt(line.replace("committed ", ""));
  }

  @Test
  void twoStudiesAndASpeculativeCopyShareAWarehouse() throws IOException, InterruptedException {
    Path place = directory.resolve("shared");
    Process speculating =
        cluster.drive(
            List.of(
                "-Dspark.speculation=true",
                "-Dspark.speculation.interval=200ms",
                "-Dspark.speculation.minTaskRuntime=500ms",
                "-Dspark.speculation.quantile=0.5",
                "-Dspark.locality.wait=0"),
            study.toString(),
            place.toString(),
            "qasper-2=HANG_ONCE",
            "techniques=[BF16]",
            "resources.executors=2");
    Process engine =
        cluster.drive(
            List.of(),
            "conf/sample.yaml",
            place.toString(),
            "engine",
            "techniques=[FP16]",
            "tasks=[qasper]",
            "data.samples-per-task=3",
            "generation.max-new-tokens=6",
            "resources.executors=2");

    String copied = runOf(speculating);
    String real = runOf(engine);

    try (Warehouse warehouse = SharedSpark.warehouse(place);
        WarehouseSession session = SharedSpark.open(warehouse)) {
      Map<String, Row> rows =
          onceEach(
              session,
              "SELECT s.sample_id, g.* FROM generations g JOIN samples s USING (sample_key)"
                  + " WHERE run_id = '"
                  + copied
                  + "'");
      assertEquals(2 * SAMPLES, rows.size());
      assertEquals("OK 1", ending(rows.get("qasper-2")), "the copy answered");
      assertEquals(RunStatus.COMPLETE, warehouse.run(copied).orElseThrow().status());
      assertEquals(RunStatus.COMPLETE, warehouse.run(real).orElseThrow().status());
      assertEquals(
          StoredAnswers.here(
              Path.of("conf/sample.yaml"),
              directory.resolve("here"),
              "techniques=[FP16]",
              "tasks=[qasper]",
              "data.samples-per-task=3",
              "generation.max-new-tokens=6"),
          StoredAnswers.of(session, real),
          "as in one process");
    }
  }

  private static Map<String, Row> onceEach(WarehouseSession session, String query) {
    // Throws if a sample is there twice.
    return session.spark().sql(query).collectAsList().stream()
        .collect(Collectors.toMap(row -> row.<String>getAs("sample_id"), Function.identity()));
  }

  private static String ending(Row row) {
    return row.getAs("status") + " " + row.getAs("attempt");
  }

  /** Waits for a driver's end and gives the run it named. */
  private static String runOf(Process driver) throws IOException, InterruptedException {
    return said(driver).get(0).replace("run ", "");
  }

  private static List<String> said(Process driver) throws IOException, InterruptedException {
    String said = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, driver.waitFor(), said);
    return said.lines().toList();
  }
}
