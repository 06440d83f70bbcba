package dev.longspark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.LongBench;
import dev.longspark.data.Sample;
import dev.longspark.measurement.BatchUse;
import dev.longspark.results.RunResults;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.Outcome;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.ScoreRow;
import dev.longspark.tables.TaskColumns;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.Measured;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a report, written from a warehouse with a small run. */
class ReportFilesTest {
  private static final String ATTACK = "<script>alert('x')</script> | & _";

  @TempDir private static Path directory;

  @BeforeAll
  static void writeReport() {
    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      fill(warehouse);
      try (RunResults results =
          RunResults.open(session, List.of(SharedSpark.latestRun(session.warehouse())))) {
        ReportFiles.write(RunReport.of(results, 1), results, directory);
      }
    }
  }

  @Test
  void pageHoldsAllSectionsAndNothingFromOutside() throws IOException {
    String page = read("index.html");

    assertTrue(page.contains("<h1>study</h1>"));
    assertTrue(page.contains("health warnings") || page.contains("All health checks passed"));
    assertTrue(page.contains("Scores of m, protocol longbench"));
    assertTrue(page.contains("<svg viewBox"));
    assertTrue(page.contains("Quality against memory and time"));
    assertFalse(page.contains("http:"));
    assertFalse(page.contains("https:"));
    assertFalse(page.contains("src="));
  }

  @Test
  void samplesTogetherHaveATableAndAPicture() throws IOException {
    String page = read("index.html");

    assertTrue(page.contains("Several samples at once"));
    assertTrue(page.contains("Throughput against latency"));
    assertTrue(page.contains("FP16@2: "));
  }

  @Test
  void whatAModelWroteIsEscaped() throws IOException {
    String page = read("index.html");

    assertFalse(page.contains("<script"));
    assertTrue(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
  }

  @Test
  void markdownHasTheScores() throws IOException {
    String page = read("report.md");

    assertTrue(page.contains("| Technique | hotpotqa | n | Failed |"), page);
    assertTrue(page.contains("| FP16 | **60.0** | 6 | 0 |"), page);
    assertTrue(page.contains("| KV-Q | 10.0 ▼ | 6 | 0 |"), page);
  }

  @Test
  void csvKeepsFullPrecision() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("csv/task_scores.csv"));

    assertTrue(lines.get(0).startsWith("run_id,model,technique,task,protocol,metric,score,n,"));
    assertEquals(4, lines.size());
  }

  @Test
  void latexEscapesItsSigns() throws IOException {
    String table = read("latex/scores-m-longbench.tex");

    assertTrue(table.contains("\\begin{tabular}{lrrr}"), table);
    assertTrue(table.contains("KV-Q & 10.0 $\\downarrow$ & 6 & 0 \\\\"), table);
  }

  private static String read(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  private static void fill(Warehouse warehouse) {
    warehouse.putRun(
        new RunRow(
            "run-1",
            "study",
            "{\"study\": \"name: study\", \"drivers\": [{\"commit\": \"abc\", \"spark\": \"3.5\"}],"
                + " \"techniques\": [{\"name\": \"FP16@2\", \"changes\": [\"b2\"],"
                + " \"keep_rate\": 1, \"stack\": \"FP16\", \"batch\": 2}]}",
            Instant.EPOCH,
            Instant.EPOCH,
            RunStatus.COMPLETE));
    List<Sample> samples = new ArrayList<>();
    List<GenerationRow> generations = new ArrayList<>();
    List<ScoreRow> scores = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Sample sample =
          Sample.of(
              "hotpotqa", "id" + i, "c", ATTACK, List.of(ATTACK), List.of(), "en", 900 + 50 * i);
      samples.add(sample);
      for (String technique : List.of("FP16", "KV-Q", "FP16@2")) {
        GenerationKey key =
            new GenerationKey(
                "run-1",
                technique.equals("FP16@2") ? "other" : "m",
                technique,
                "hotpotqa",
                "longbench",
                sample.key());
        generations.add(
            new GenerationRow(
                key,
                TaskColumns.of(LongBench.task("hotpotqa")),
                AnswerRule.WHOLE,
                technique.equals("FP16@2") ? together() : generated(),
                new GenerationRow.Origin("cpu", "driver", 0)));
        scores.add(new ScoreRow(key, "qa_f1", technique.equals("KV-Q") ? 0.1 : 0.6, "1"));
      }
    }
    warehouse.addSamples(samples);
    warehouse.appendGenerations(generations);
    warehouse.appendScores(scores);
  }

  private static Outcome together() {
    BatchUse use = new BatchUse(2, "STATIC", Instant.EPOCH, 0, 2, 2, 100);
    return Measured.text(ATTACK, "END_TOKEN", Measured.memory(2_000_000), use);
  }

  private static Outcome generated() {
    return Measured.text(ATTACK, "END_TOKEN", Measured.memory(2_000_000));
  }
}
