package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.Study;
import dev.longspark.data.Sample;
import dev.longspark.engine.Device;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.inference.Evaluator;
import dev.longspark.measurement.Measurement;
import dev.longspark.measurement.MemoryReading;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.measurement.Timings;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Outcome;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.Measured;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionStageTest {
  private static final int SAMPLES = 3;
  private static final Path COMPRESSOR =
      Path.of("src/test/resources/golden/compression/tiny-bert-base-multilingual-cased-a")
          .toAbsolutePath();

  @TempDir private Path directory;
  private Path studyFile;
  private Warehouse warehouse;
  private WarehouseSession session;

  @BeforeEach
  void writeStudy() throws IOException {
    studyFile = TinyStudy.write(directory, SAMPLES);
    warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
    session = SharedSpark.open(warehouse);
  }

  @AfterEach
  void close() {
    session.close();
    warehouse.close();
  }

  /** Says what context it was given. */
  private record Echo() implements Evaluator {
    @Override
    public Resident acquire(WorkUnit unit, List<Device> devices) {
      return new Model();
    }

    private static final class Model implements Resident {
      @Override
      public String device() {
        return "echo";
      }

      @Override
      public Outcome.Text generate(Sample sample, String context) {
        return Measured.text(
            context,
            "END_TOKEN",
            new Measurement.EndToEnd(10),
            new Timings(4, 5, 3, 10, List.of(3.0)),
            new MemoryUse(1000, 100, new MemoryReading(1100, MemoryReading.Source.COUNTED)));
      }

      @Override
      public void close() {
        // Holds nothing.
      }
    }
  }

  @Test
  void compressesEachContextOnceForAllTechniquesThatShareIt() {
    RunSummary summary = run("FP16, FP16_c, BF16_c");

    assertEquals(0, summary.failed());
    assertEquals(2 * SAMPLES, count("SELECT * FROM compressions"));
    assertEquals(
        2 * 2 * SAMPLES,
        count(
            "SELECT * FROM generations g JOIN compressions c ON g.sample_key = c.sample_key"
                + " WHERE g.technique IN ('FP16_c', 'BF16_c') AND g.text = c.text"
                + " AND g.compress_ms = c.compress_ms AND g.e2e_ms = 10 + c.compress_ms"));
    assertEquals(
        2 * SAMPLES,
        count(
            "SELECT * FROM generations g JOIN samples s ON g.sample_key = s.sample_key"
                + " WHERE g.technique = 'FP16' AND g.text = s.context AND g.compress_ms = 0"));
    Row row = session.query("SELECT * FROM compressions").first();
    assertEquals(0.5, row.<Double>getAs("requested_rate"));
    int origin = row.getAs("origin_tokens");
    int kept = row.getAs("kept_tokens");
    assertEquals((double) kept / origin, row.<Double>getAs("achieved_rate"));
    assertTrue(row.<Double>getAs("compress_ms") > 0);
    assertEquals(
        2 * SAMPLES,
        session
            .query("SELECT sum(n) FROM compression_rates WHERE achieved_rate < 1 AND failures = 0")
            .first()
            .getLong(0));
  }

  @Test
  void anotherRunReadsWhatIsStored() {
    run("FP16_c");
    Object first = session.query("SELECT max(committed_at) FROM compressions").first().get(0);

    RunSummary second = run("BF16_c");

    assertEquals(2 * SAMPLES, second.generated());
    assertEquals(2 * SAMPLES, count("SELECT * FROM compressions"));
    assertEquals(first, session.query("SELECT max(committed_at) FROM compressions").first().get(0));
  }

  @Test
  void aContextThatCannotBeCompressedFailsItsSample() throws IOException {
    Path file = directory.resolve("data/qasper.jsonl");
    Files.writeString(file, Files.readString(file).replaceFirst("(word )+", "🙂"));

    run("FP16, FP16_c");

    Row failure = session.query("SELECT * FROM failures").first();
    assertEquals("FP16_c", failure.getAs("technique"));
    assertEquals(
        "Cannot compress a chunk without words: its tokens are all unknown",
        failure.getAs("message"));
    assertEquals(1, count("SELECT * FROM failures"));
  }

  private RunSummary run(String techniques) {
    Study study =
        TinyStudy.read(
            studyFile, "techniques=[" + techniques + "]", "compressor.checkpoint=" + COMPRESSOR);
    return EvaluationJob.of(study, plan -> new Echo(), Duration.ofMillis(1))
        .run(session, progress -> {});
  }

  private long count(String query) {
    return session.query(query).count();
  }
}
