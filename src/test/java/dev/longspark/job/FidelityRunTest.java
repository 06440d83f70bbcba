package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.ConfigException;
import dev.longspark.config.Study;
import dev.longspark.inference.ExecutorEngine;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Techniques along their baseline's answers, by the real engine. */
class FidelityRunTest {
  @TempDir private Path directory;

  /** A finished run is continued by what it lacks, once, and under its name. */
  @Test
  void comparesWhatTheTablesLack() {
    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      RunSummary without = run(session, study("generation.fidelity=false"));
      assertEquals(0, warehouse.fidelity().compared(without.runId()).size());

      RunSummary one = run(session, study("generation.fidelity=1"));
      assertEquals(without.runId(), one.runId());
      assertEquals(0, one.generated());
      assertEquals(3, warehouse.fidelity().compared(one.runId()).size());
      assertEquals(1, warehouse.fidelity().followed(one.runId()).size());

      RunSummary all = run(session, study("generation.fidelity=true"));
      assertEquals(0, all.generated());
      List<Long> state = warehouse.state();
      run(session, study("generation.fidelity=true"));
      assertEquals(state, warehouse.state());

      assertEquals(
          "[[Mini,2,2,0], [Quarter,2,2,0], [SnapKV,2,2,0]]",
          rows(
                  session,
                  "SELECT technique, count(DISTINCT sample_key), count(mean_kl), count(message)"
                      + " FROM divergences GROUP BY 1 ORDER BY 1")
              .toString());
      // The answers are the generations', and what both models chose alike is no flip.
      assertEquals(
          "[]",
          rows(
                  session,
                  "SELECT * FROM divergences d JOIN generations b ON b.technique = 'FP32' AND"
                      + " b.sample_key = d.sample_key JOIN generations t ON"
                      + " t.technique = d.technique AND t.sample_key = d.sample_key WHERE"
                      + " d.positions <> b.new_tokens OR d.baseline <> 'FP32' OR"
                      + " (d.first_difference IS NULL) <> (t.answer_ids = b.answer_ids) OR"
                      + " (d.first_difference IS NULL AND d.flips > 0)")
              .toString());
      double quarter = kl(session, "Quarter");
      assertTrue(quarter > 0 && quarter < kl(session, "Mini"), quarter + " of 2 bits");
    }
  }

  @Test
  void refusesWhatIsNoNumberOfSamples() {
    assertEquals(
        "Invalid generation.fidelity: -1 (must be a whole number, at least 0, or true or false)"
            + " [--set generation.fidelity=-1]",
        assertThrows(ConfigException.class, () -> study("generation.fidelity=-1")).getMessage());
  }

  private static double kl(WarehouseSession session, String technique) {
    return session
        .spark()
        .sql("SELECT avg(mean_kl) FROM divergences WHERE technique = '%s'".formatted(technique))
        .first()
        .getDouble(0);
  }

  private static RunSummary run(WarehouseSession session, Study study) {
    return EvaluationJob.of(study, ExecutorEngine::of, Duration.ofMillis(1))
        .run(session, progress -> {});
  }

  private static Study study(String... more) {
    List<String> overrides =
        new ArrayList<>(
            List.of(
                "models={base: {checkpoint: ../src/main/resources/sample/base, pruned:"
                    + " {checkpoint: ../src/main/resources/sample/base-pruned, kind: instruct}}}",
                "techniques=[FP32, Mini, Quarter, SnapKV]",
                "own-techniques={Quarter: {weights: {precision: fp32}, cache: {kind: quantized,"
                    + " bits: 2, group-size: 32, residual-length: 8}}, Mini: {variant: pruned}}",
                "tasks=[qasper]",
                "data.samples-per-task=2",
                "generation.max-new-tokens=12"));
    overrides.addAll(List.of(more));
    return TinyStudy.read(Path.of("conf/sample.yaml"), overrides.toArray(String[]::new));
  }

  private static List<String> rows(WarehouseSession session, String sql) {
    return session.spark().sql(sql).collectAsList().stream().map(Row::toString).toList();
  }
}
