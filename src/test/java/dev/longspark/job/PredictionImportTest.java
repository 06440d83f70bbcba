package dev.longspark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.data.ForeignFormat;
import dev.longspark.data.Protocol;
import dev.longspark.results.WarehouseSession;
import dev.longspark.scoring.Rescoring;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionImportTest {
  private static final String DATA =
      """
      {"_id": "a", "input": "Where?", "context": "Paris is in France.", "answers": ["France"], \
      "length": 4, "dataset": "hotpotqa", "language": "en", "all_classes": null}
      {"_id": "b", "input": "Who?", "context": "Ada wrote it.", "answers": ["Ada", "Ada L."], \
      "length": 3, "dataset": "hotpotqa", "language": "en", "all_classes": null}
      """;

  @TempDir private static Path directory;
  private static Warehouse warehouse;
  private static WarehouseSession session;

  @BeforeAll
  static void openWarehouse() throws IOException {
    warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
    session = SharedSpark.open(warehouse);
    Files.createDirectories(directory.resolve("data"));
    Files.writeString(directory.resolve("data/hotpotqa.jsonl"), DATA);
  }

  @AfterAll
  static void closeWarehouse() {
    session.close();
    warehouse.close();
  }

  @Test
  void longBenchFilesTellTheirAnswers() throws IOException {
    Path file =
        file(
            "pred/hotpotqa.jsonl",
            """
            {"pred": "France", "answers": ["France"], "all_classes": null, "length": 4000}
            {"pred": "Grace", "answers": ["Ada"], "all_classes": null, "length": 3}
            """);

    ImportSummary summary = into("told", ForeignFormat.LONGBENCH, file, "");

    assertEquals(new ImportSummary("told", 2, 2, 0), summary);
    assertEquals(
        "[[50.0,2,null,null,null]]",
        rows("score, n, tokens_per_second, memory_gb, e2e_s", "task_scores", "told"));
    // No context, so there is nothing to be faithful to.
    assertEquals("[[null,0]]", rows("hallucination, hallucination_n", "answer_quality", "told"));
    assertEquals(RunStatus.COMPLETE, warehouse.run("told").orElseThrow().status());
  }

  @Test
  void importingAgainAddsNothing() throws IOException {
    Path file =
        file(
            "again/hotpotqa.jsonl",
            """
            {"pred": "France", "answers": ["France"], "all_classes": null, "length": 4}
            """);
    into("again", ForeignFormat.LONGBENCH, file, "");

    assertEquals(
        new ImportSummary("again", 1, 0, 0), into("again", ForeignFormat.LONGBENCH, file, ""));
    assertEquals(1, session.query("SELECT * FROM generations WHERE run_id = 'again'").count());
    String manifest = warehouse.run("again").orElseThrow().manifest();
    assertEquals(2, manifest.split("\"sha256\"", -1).length);
  }

  @Test
  void batchOutputFindsItsSamplesInTheData() throws IOException {
    Path file =
        file(
            "out.jsonl",
            """
            {"custom_id": "hotpotqa/b", "response": {"body": {"choices": [{"text": "Ada", \
            "finish_reason": "length"}], "usage": {"prompt_tokens": 90, "completion_tokens": 2}}}}
            {"custom_id": "hotpotqa/a", "error": {"code": "expired"}}
            """);

    ImportSummary summary = into("batch", ForeignFormat.BATCH, file, data());

    assertEquals(new ImportSummary("batch", 2, 2, 1), summary);
    assertEquals(
        "[[100.0,1,1,90.0,2.0,null]]",
        rows("score, n, failures, prompt_tokens, new_tokens, memory_gb", "task_scores", "batch"));
    assertEquals("[[0.0,1]]", rows("hallucination, hallucination_n", "answer_quality", "batch"));
    assertEquals(
        "[[OK,LENGTH,Ada,null], [FAILED,null,null,{\"code\":\"expired\"}]]",
        rows(
            "status, finish_reason, text, message",
            "generations",
            "batch",
            "ORDER BY status DESC"));
    assertEquals("[[at-the-cap], [failed]]", rows("check", "health", "batch", "ORDER BY check"));
  }

  @Test
  void shuffledContextsAreAControl() throws IOException {
    Path file =
        file(
            "control.jsonl",
            """
            {"custom_id": "hotpotqa/a", "response": {"body": {"choices": [{"text": "France"}]}}}
            {"custom_id": "hotpotqa/b", "response": {"body": {"choices": [{"text": "Ada"}]}}}
            """);
    into("control", ForeignFormat.BATCH, file, data());

    Rescoring.scoreShuffled(session, new Rescoring.TextFilter("control", ""));

    assertEquals(
        "[[0.0,2,100.0]]",
        rows(
            "hallucination, hallucination_n, hallucination_shuffled", "answer_quality", "control"));
  }

  @Test
  void sampleLogsAreMatchedById() throws IOException {
    Path file =
        file(
            "samples_longbench_hotpotqa.jsonl",
            """
            {"doc_id": 1, "doc": {"dataset": "hotpotqa", "_id": "a"}, "resps": [["in France"]]}
            """);

    into("lm-eval", ForeignFormat.LM_EVAL, file, data());

    assertEquals("[[66.66666666666666,1]]", rows("score, n", "task_scores", "lm-eval"));
  }

  @Test
  void longBenchEHasItsOwnTasksAndLengths() {
    Path field = Path.of("src/test/resources/field/12-longbench-e");

    into(
        "extended",
        ForeignFormat.LONGBENCH,
        field.resolve("pred_e/qasper.jsonl"),
        field.resolve("data").toString());

    assertEquals(
        "[[qasper_e,0-4k,66.66666666666667,3]]",
        rows("task, bucket, score, n", "scores_by_length", "extended"));
  }

  @Test
  void sampleLogsWithDocsNeedNoData() throws IOException {
    Path file =
        file(
            "docs/samples_longbench_hotpotqa.jsonl",
            """
            {"doc_id": 7, "doc": {"dataset": "hotpotqa", "input": "Where?", "context": "Paris is in \
            France.", "answers": ["France"], "length": 4, "all_classes": null}, "resps": \
            [["France"]], "qa_f1_score": NaN}
            {"doc_id": 2, "doc": {"dataset": "hotpotqa", "question": "Who?", "context": "Ada wrote \
            it.", "answers": ["Ada"], "length": 3, "classes": []}, "resps": [[null]]}
            """);

    into("docs", ForeignFormat.LM_EVAL, file, "");

    assertEquals("[[50.0,2]]", rows("score, n", "task_scores", "docs"));
    assertEquals("[[empty]]", rows("check", "health", "docs"));
  }

  @Test
  void rejectsFilesInAnotherOrder() throws IOException {
    Path file =
        file(
            "order/hotpotqa.jsonl",
            """
            {"pred": "x", "answers": ["Ada", "Ada L."], "all_classes": null, "length": 3}
            """);

    assertEquals(
        "Cannot import %s:1: Expected the answers [France] of the sample a, not [Ada, Ada L.]"
                .formatted(file)
            + " (is the file in another order?)",
        fault(ForeignFormat.LONGBENCH, file, data()));
  }

  @Test
  void rejectsPredictionsWithoutOrWithOneSample() throws IOException {
    Path unknown = file("u.jsonl", "{\"custom_id\": \"hotpotqa/z\", \"error\": \"e\"}\n");
    String line = "{\"custom_id\": \"hotpotqa/a\", \"error\": \"e\"}\n";
    Path twice = file("t.jsonl", line + line);

    assertEquals(
        "Cannot import %s:1: Missing sample: %s has no 'z' of hotpotqa".formatted(unknown, data()),
        fault(ForeignFormat.BATCH, unknown, data()));
    assertEquals(
        "Cannot import %s:2: It is for the same sample as %s:1".formatted(twice, twice),
        fault(ForeignFormat.BATCH, twice, data()));
    assertEquals(
        "Missing LongBench data: files of batch do not say what the accepted answers are",
        fault(ForeignFormat.BATCH, twice, ""));
  }

  @Test
  void keepsAwayFromRunsOfStudies() throws IOException {
    Instant now = Instant.now();
    warehouse.putRun(new RunRow("study-1", "study", "{}", now, now, RunStatus.COMPLETE));
    Path file = file("own/hotpotqa.jsonl", "");

    RunFailedException e =
        assertThrows(
            RunFailedException.class, () -> into("study-1", ForeignFormat.LONGBENCH, file, ""));

    assertTrue(e.getMessage().startsWith("Cannot import into study-1"), e.getMessage());
  }

  private static String fault(ForeignFormat format, Path file, String data) {
    return assertThrows(IllegalArgumentException.class, () -> into("none", format, file, data))
        .getMessage();
  }

  private static ImportSummary into(String run, ForeignFormat format, Path file, String data) {
    return PredictionImport.of(
            new ImportSource(format, List.of(file), data, "m", "FP16", Protocol.LONGBENCH))
        .into(session, run);
  }

  private static String data() {
    return directory.resolve("data").toString();
  }

  private static Path file(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String rows(String columns, String view, String run, String... more) {
    String query = "SELECT %s FROM %s WHERE run_id = '%s' ".formatted(columns, view, run);
    return session.query(query + String.join(" ", more)).collectAsList().toString();
  }
}
