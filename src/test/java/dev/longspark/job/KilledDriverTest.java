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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A driver killed in the middle, by SIGKILL, and the same study run again. */
class KilledDriverTest {
  private static final int SAMPLES = 4;
  private static final int ALL = SAMPLES * 2 * 2;

  @TempDir private Path directory;

  @Test
  @Timeout(300)
  void theNextRunCompletesWithEverySampleOnce() throws IOException, InterruptedException {
    Path study = TinyStudy.write(directory, SAMPLES);
    Path place = directory.resolve("warehouse");

    int committed = killAfterFirstCommits(study, place);

    try (Warehouse warehouse = SharedSpark.warehouse(place);
        WarehouseSession session = SharedSpark.open(warehouse)) {
      EvaluationJob job =
          EvaluationJob.of(
              TinyStudy.read(study), plan -> FakeEvaluator.perfect(), Duration.ofMillis(1));
      assertEquals(RunStatus.RUNNING, warehouse.run(job.runId()).orElseThrow().status());

      RunSummary summary = job.run(session, progress -> {});

      assertTrue(summary.generated() <= ALL - committed, "what was committed is not repeated");
      assertTrue(summary.generated() > 0, "something was left");
      assertEquals(ALL, session.query("SELECT * FROM generations").count());
      assertEquals(
          ALL, session.query("SELECT DISTINCT technique, sample_key FROM generations").count());
      assertEquals(3 * ALL, session.query("SELECT * FROM scores WHERE metric LIKE 'qa%'").count());
      assertEquals(RunStatus.COMPLETE, warehouse.run(job.runId()).orElseThrow().status());
    }
  }

  /** Returns how many rows the driver said were committed. */
  private static int killAfterFirstCommits(Path study, Path warehouse)
      throws IOException, InterruptedException {
    Process driver =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "@conf/java17.args",
                    "-Dlog4j2.configurationFile=conf/log4j2.properties",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    KilledDriver.class.getName(),
                    study.toString(),
                    warehouse.toString(),
                    "hotpotqa-0"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = driver.inputReader()) {
      int committed = 0;
      while (committed == 0) {
        String line = lines.readLine();
        assertTrue(line != null, "the driver ended by itself");
        committed = Integer.parseInt(line.replace("committed ", ""));
      }
      return committed;
    } finally {
      driver.destroyForcibly().waitFor();
    }
  }
}
