package dev.longspark.job;

import dev.longspark.inference.Evaluator;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A driver whose disk gets full in the middle of a run and has room again for the next. Arguments:
 * study file, the folder where a small disk is mounted.
 */
final class FullDiskDriver {
  private static final int UNITS_BEFORE = 5;
  private static final AtomicInteger UNITS = new AtomicInteger();
  private static Path ballast = Path.of("");

  private FullDiskDriver() {}

  public static void main(String[] args) throws IOException {
    ballast = Path.of(args[1], "ballast");
    Evaluator evaluator =
        (unit, devices) -> {
          if (UNITS.incrementAndGet() == UNITS_BEFORE) {
            fill();
          }
          return FakeEvaluator.perfect().acquire(unit, devices);
        };
    EvaluationJob job =
        EvaluationJob.of(TinyStudy.read(Path.of(args[0])), plan -> evaluator, Duration.ofMillis(1));
    try (Warehouse warehouse = SharedSpark.warehouse(Path.of(args[1], "warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      try {
        job.run(session, progress -> {});
        System.out.println("nothing happened");
      } catch (RunFailedException e) {
        System.out.println(e.getMessage().lines().findFirst().orElseThrow());
      }
      Files.delete(ballast);
      RunSummary again = job.run(session, progress -> {});
      long rows = session.spark().sql("SELECT * FROM generations").count();
      long keys =
          session.spark().sql("SELECT DISTINCT technique, sample_key FROM generations").count();
      System.out.printf(
          "%s rows %d keys %d%n", warehouse.run(again.runId()).orElseThrow().status(), rows, keys);
    }
  }

  private static void fill() {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(new byte[1 << 12]);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
