package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.LongBench;
import dev.longspark.tables.CatalogSettings;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.TaskColumns;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.Measured;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunNamesTest {
  @TempDir private Path directory;
  private Warehouse warehouse;

  @BeforeEach
  void open() {
    warehouse = Warehouse.open(CatalogSettings.of(directory.toString(), new Properties()));
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void aRunIsNamedByItsIdOrTheBeginningThatOnlyItHas() {
    add("study-12", 1);
    add("study-123", 2);
    add("other-1", 3);

    RunNames names = RunNames.in(warehouse);

    assertEquals("study-12", names.named("study-12").id());
    assertEquals("study-123", names.named("study-123").id());
    assertEquals("other-1", names.named("o").id());
    assertEquals(
        "Ambiguous run: 'study' in the warehouse %s (runs: study-123, study-12)"
            .formatted(directory),
        refusal("study"));
    assertEquals(
        "Unknown run: 'third' in the warehouse %s (runs: other-1, study-123, study-12)"
            .formatted(directory),
        refusal("third"));
    assertEquals(
        List.of("other-1", "study-123", "study-12"),
        names.newestFirst().stream().map(RunRow::id).toList());
  }

  @Test
  void theLastRunIsTheNewestThatHasGenerations() {
    assertEquals(
        "Missing generations in the warehouse %s (it has no run)".formatted(directory),
        refusal("last"));
    add("old", 1);
    add("new", 2);
    add("empty", 3);
    warehouse.appendGenerations(List.of(row("old", 0), row("new", 0)));
    warehouse.appendGenerations(List.of(row("new", 1)));

    RunNames names = RunNames.in(warehouse);

    assertEquals("new", names.named("last").id());
    assertEquals(
        List.of(0L, 2L, 1L), names.newestFirst().stream().map(names::generations).toList());
  }

  private String refusal(String name) {
    return assertThrows(IllegalArgumentException.class, () -> RunNames.in(warehouse).named(name))
        .getMessage();
  }

  private static GenerationRow row(String run, int sample) {
    return new GenerationRow(
        new GenerationKey(run, "m", "FP16", "hotpotqa", "longbench", "s" + sample),
        TaskColumns.of(LongBench.task("hotpotqa")),
        AnswerRule.WHOLE,
        Measured.text("text"),
        new GenerationRow.Origin("cpu", "driver", 0));
  }

  private void add(String id, long started) {
    Instant when = Instant.ofEpochSecond(started);
    warehouse.putRun(new RunRow(id, "study", "{}", when, when, RunStatus.COMPLETE));
  }
}
