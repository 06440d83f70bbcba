package dev.longspark.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.LongBench;
import dev.longspark.measurement.BatchUse;
import dev.longspark.measurement.KeptTokens;
import dev.longspark.measurement.Measurement;
import dev.longspark.testing.Measured;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class GenerationTableTest {
  @Test
  void energyThatWasReadIsStored() {
    assertEquals(12.5, column("energy_joules", generated(12.5)));
    assertEquals(0.0, column("energy_joules", generated(0)));
    assertEquals(12.5, column("energy_joules", generated(12.5).after(100)));
  }

  @Test
  void whatACacheKeptIsStored() {
    assertEquals(20.0, column("kept_tokens", generated(0)));
    assertEquals(List.of(30, 10), column("kept_tokens_per_layer", generated(0)));
    assertEquals(0.5, column("kept_share", generated(0)));
    assertEquals("CONTEXT", column("kept_view", generated(0)));
    assertNull(column("kept_share", Measured.text("text")));
  }

  @Test
  void howASampleSharedTheModelIsStored() {
    assertEquals(4, column("batch", generated(0)));
    assertEquals("STATIC", column("batch_refill", generated(0)));
    assertEquals(Instant.EPOCH.atOffset(ZoneOffset.UTC), column("batch_begun_at", generated(0)));
    assertEquals(20.0, column("waiting_ms", generated(0)));
    assertEquals(5.0, column("share_ms", generated(0)));
    assertEquals(2.5, column("live_rows", generated(0)));
    assertEquals(300L, column("batch_kv_bytes", generated(0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BatchUse(4, "STATIC", Instant.EPOCH, 20, 5, 4.5, 300));
  }

  @Test
  void theAnswersTokensAreStored() {
    assertEquals(List.of(5, 1), column("answer_ids", generated(0)));
    assertNull(column("answer_ids", Measured.text("text")));
  }

  @Test
  void energyThatNobodyReadIsNull() {
    assertNull(column("energy_joules", Measured.text("text")));
    assertNull(column("energy_joules", new Outcome.Text("text", "", List.of())));
    assertNull(column("energy_joules", new Outcome.Failure(Status.FAILED, "broken")));
  }

  @Test
  void whatNobodyMeasuredIsNullInEveryColumn() {
    Record bare = row(new Outcome.Text("text", "", List.of()));

    Set<String> written = new TreeSet<>();
    for (Types.NestedField column : GenerationTable.SCHEMA.columns()) {
      if (column.isOptional() && bare.getField(column.name()) != null) {
        written.add(column.name());
      }
    }
    // Columns of the task are optional because they came later.
    assertEquals(Set.of("benchmark", "category", "scope", "text"), written);
  }

  /** A new kind of measurement needs an example here and its columns in MeasurementColumns. */
  @Test
  void everyKindOfMeasurementHasColumns() {
    Outcome.Text all = generated(1).after(1);

    assertEquals(
        Set.of(Measurement.class.getPermittedSubclasses()),
        all.measurements().stream().map(Object::getClass).collect(Collectors.toSet()));
    for (Measurement measurement : all.measurements()) {
      Record without = row(new Outcome.Text("text", "", List.of()));
      Record with = row(new Outcome.Text("text", "", List.of(measurement)));
      assertNotEquals(without, with, measurement::toString);
    }
  }

  @Test
  void compressionLengthensTheWayFromEndToEndOnlyWhereItIsKnown() {
    Outcome.Text bare = new Outcome.Text("text", "", List.of()).after(100);

    assertEquals(102.0, column("e2e_ms", Measured.text("text").after(100)));
    assertEquals(100.0, column("compress_ms", Measured.text("text").after(100)));
    assertEquals(100.0, column("compress_ms", bare));
    assertNull(column("e2e_ms", bare));
  }

  @Test
  void twoMeasurementsOfAKindAreRefused() {
    List<Measurement> two = List.of(new Measurement.NewTokens(1), new Measurement.NewTokens(2));

    assertThrows(IllegalArgumentException.class, () -> new Outcome.Text("text", "", two));
    assertThrows(IllegalArgumentException.class, () -> new Measurement.Energy(-1));
  }

  private static Object column(String name, Outcome outcome) {
    return row(outcome).getField(name);
  }

  private static Record row(Outcome outcome) {
    GenerationRow row =
        new GenerationRow(
            new GenerationKey("run", "m", "FP16", "hotpotqa", "longbench", "s1"),
            TaskColumns.of(LongBench.task("hotpotqa")),
            AnswerRule.WHOLE,
            outcome,
            new GenerationRow.Origin("cuda:0", "driver", 0));
    return GenerationTable.toRecord(row, Instant.EPOCH);
  }

  private static Outcome.Text generated(double joules) {
    return Measured.text(
        "text",
        new Measurement.Energy(joules),
        new Measurement.AnswerIds(List.of(5, 1)),
        new KeptTokens(List.of(30, 10), 40, true),
        new BatchUse(4, "STATIC", Instant.EPOCH, 20, 5, 2.5, 300));
  }
}
