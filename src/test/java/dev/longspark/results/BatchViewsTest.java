package dev.longspark.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.LongBench;
import dev.longspark.measurement.BatchUse;
import dev.longspark.measurement.Measurement;
import dev.longspark.measurement.Timings;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.ScoreRow;
import dev.longspark.tables.TaskColumns;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.Measured;
import dev.longspark.testing.SharedSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two samples that go alone and together, under two techniques, in round milliseconds. */
class BatchViewsTest {
  private static final String MANIFEST =
      """
      {"techniques": [
        {"name": "FP16@2", "changes": ["b2"], "keep_rate": 1, "stack": "FP16", "batch": 2},
        {"name": "KV-Q@2", "changes": ["kvq", "b2"], "keep_rate": 1, "stack": "KV-Q", "batch": 2}],
       "limits": {"ttft_ms": 15, "tpot_ms": 22}}
      """;
  private static final double EXACT = 1e-9;

  @TempDir private static Path directory;
  private static Warehouse warehouse;
  private static WarehouseSession session;
  private static List<Row> rows;

  @BeforeAll
  static void writeAndRead() {
    warehouse = SharedSpark.warehouse(directory);
    session = SharedSpark.open(warehouse);
    warehouse.putRun(
        new RunRow("run", "study", MANIFEST, Instant.EPOCH, Instant.EPOCH, RunStatus.COMPLETE));
    List<GenerationRow> generations = new ArrayList<>();
    List<ScoreRow> scores = new ArrayList<>();
    for (String sample : List.of("s1", "s2")) {
      boolean first = sample.equals("s1");
      add(generations, scores, "FP16", sample, 1, "same", List.of(10.0, 10.0));
      add(generations, scores, "KV-Q", sample, 1, "same", List.of(5.0, 5.0));
      // The second prompt is read while the first sample waits for its second token.
      add(
          generations,
          scores,
          "FP16@2",
          sample,
          first ? 1 : 0,
          first ? "same" : "other",
          first ? List.of(25.0, 15.0) : List.of(15.0, 15.0),
          use(first ? 0 : 10, 25));
      add(
          generations,
          scores,
          "KV-Q@2",
          sample,
          1,
          "same",
          first ? List.of(30.0, 20.0) : List.of(20.0, 20.0),
          use(first ? 0 : 10, 30));
    }
    warehouse.appendGenerations(generations);
    warehouse.appendScores(scores);
    rows = session.query("SELECT * FROM batch ORDER BY technique, batch").collectAsList();
  }

  @AfterAll
  static void close() {
    session.close();
    warehouse.close();
  }

  private static BatchUse use(double waitingMs, double shareMs) {
    return new BatchUse(2, "STATIC", Instant.EPOCH, waitingMs, shareMs, 2, 400);
  }

  private static void add(
      List<GenerationRow> generations,
      List<ScoreRow> scores,
      String technique,
      String sample,
      double score,
      String text,
      List<Double> tokenMs,
      Measurement... use) {
    GenerationKey key = new GenerationKey("run", "m", technique, "hotpotqa", "longbench", sample);
    double decode = tokenMs.stream().mapToDouble(Double::doubleValue).sum();
    List<Measurement> all = new ArrayList<>(List.of(use));
    all.add(new Timings(10, 10, decode, 10 + decode, tokenMs));
    all.add(new Measurement.NewTokens(3));
    generations.add(
        new GenerationRow(
            key,
            TaskColumns.of(LongBench.task("hotpotqa")),
            AnswerRule.WHOLE,
            Measured.text(text, all.toArray(Measurement[]::new)),
            new GenerationRow.Origin("cpu", "driver", 0)));
    scores.add(new ScoreRow(key, "qa_f1", score, "1"));
  }

  @Test
  void countsTokensByTheTimeFromTheFirstStartToTheLastToken() {
    assertEquals(List.of("FP16", "FP16", "KV-Q", "KV-Q"), column("technique"));
    assertEquals(List.of(1, 2, 1, 2), column("batch"));
    assertNear("tokens_per_second", 100, 6 / 0.05, 150, 6 / 0.06);
    assertNear("low", 100, 6 / 0.05, 150, 6 / 0.06);
    assertNear("scaling", 1, 1.2, 1, 6 / 0.06 / 150);
  }

  @Test
  void comparesWithTheBaselineInTheSameBatch() {
    assertNull(rows.get(0).<Double>getAs("throughput_ratio"));
    assertEquals(1.5, rows.get(2).getAs("throughput_ratio"), EXACT);
    assertEquals(25.0 / 30, rows.get(3).getAs("throughput_ratio"), EXACT);
    assertEquals(25.0 / 30, rows.get(3).getAs("ratio_high"), EXACT);
    Row crossover = session.query("SELECT * FROM crossover").collectAsList().get(0);
    assertEquals("KV-Q", crossover.getAs("technique"));
    assertEquals("STATIC", crossover.getAs("batching"));
    assertEquals(2, crossover.<Integer>getAs("crossover"));
    assertEquals(2, crossover.<Integer>getAs("crossover_from"));
    assertEquals(2, crossover.<Integer>getAs("crossover_to"));
  }

  @Test
  void keepsWaitingGapsAndOccupancyApart() {
    assertEquals(5.0 / 1000, rows.get(1).getAs("waiting_s"), EXACT);
    assertNear("ttft_s", 0.01, 0.01, 0.01, 0.01);
    assertNear("tpot_ms", 10, 70 / 4.0, 5, 90 / 4.0);
    assertNear("gap_p50_ms", 10, 15, 5, 20);
    assertNear("occupancy", 1, 1, 1, 1);
    assertEquals(400 / 1e9, rows.get(1).getAs("caches_gb"), EXACT);
  }

  /** Of the baseline's two answers one changes with the batch; a limit leaves one of KV-Q's out. */
  @Test
  void showsTheNoiseFloorAndWhatIsCorrectWithinLimits() {
    assertEquals(0.5, rows.get(3).getAs("noise_same_answers"), EXACT);
    assertEquals(-50.0, rows.get(3).getAs("noise_score_difference"), EXACT);
    assertEquals(50.0, rows.get(3).getAs("score_difference"), EXACT);
    assertNear("correct_per_second", 2 / 0.06, 1 / 0.05, 2 / 0.04, 1 / 0.06);
    assertNear("tpot_limit_ms", 22, 22, 22, 22);
  }

  private static List<Object> column(String name) {
    return rows.stream().map(row -> row.<Object>getAs(name)).toList();
  }

  private static void assertNear(String column, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], rows.get(i).<Double>getAs(column), EXACT, column + " " + i);
    }
  }
}
