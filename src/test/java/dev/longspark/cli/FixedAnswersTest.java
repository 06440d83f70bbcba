package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.config.ConfigException;
import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelSource;
import dev.longspark.config.Study;
import dev.longspark.forecast.PromptLengths;
import dev.longspark.inference.ExecutorEngine;
import dev.longspark.inference.FixedAnswers;
import dev.longspark.job.EvaluationJob;
import dev.longspark.job.RunSummary;
import dev.longspark.job.TinyStudy;
import dev.longspark.plan.Disagreements;
import dev.longspark.plan.Fingerprints;
import dev.longspark.plan.RunId;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.StudyResolver;
import dev.longspark.report.ReportFiles;
import dev.longspark.report.RunReport;
import dev.longspark.results.RunResults;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that is no checkpoint, from the study to the report. Whoever adds an engine finds here
 * all that it meets: see "an engine" in src/README.md.
 */
class FixedAnswersTest {
  private static final int SAMPLES = 2;

  /** Half of each task right; of qasper one is missing. */
  private static final FixedAnswers ENGINE =
      new FixedAnswers(
          Map.of("hotpotqa-0", "answer 0", "hotpotqa-1", "unlike", "qasper-0", "answer 0"));

  @TempDir private Path directory;

  @Test
  void runsFromTheStudyToTheReport() throws IOException {
    Study study = study("list:one", "failures.allowed=0.5", "resources.memory=1MB");
    EvaluationJob job = EvaluationJob.of(study, plan -> ENGINE, Duration.ofMillis(100));

    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("warehouse"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      ByteArrayOutputStream console = new ByteArrayOutputStream();
      RunSummary summary =
          job.run(session, new RunConsole(new PrintStream(console, true, StandardCharsets.UTF_8)));

      assertEquals(4, summary.generated());
      assertEquals(1, summary.failed());
      assertTrue(
          console
              .toString(StandardCharsets.UTF_8)
              .startsWith("4 of 4 samples in 2 cells to generate, in a time that is not known\n"),
          console::toString);
      assertEquals(
          "[[hotpotqa,50.0,2,0], [qasper,100.0,1,1]]",
          rows(session, "SELECT task, score, n, failures FROM task_scores ORDER BY task"));
      assertEquals(
          "[[list:one,null,null,null,null,null,null,0.0]]",
          rows(
              session,
              "SELECT DISTINCT device, finish_reason, prompt_tokens, new_tokens, truncated_tokens,"
                  + " e2e_ms, peak_memory_bytes, compress_ms FROM generations WHERE status = 'OK'"));
      assertEquals("[[null,false]]", rows(session, "SELECT kind, random FROM checkpoints"));
      assertEquals("[[qasper,failed,1.0]]", rows(session, "SELECT task, check, found FROM health"));

      try (RunResults results = RunResults.open(session, List.of(summary.runId()))) {
        ReportFiles.write(RunReport.of(results, 1), results, directory.resolve("report"));
      }
      String page = Files.readString(directory.resolve("report/report.md"));
      assertTrue(page.contains("checkpoint fixed"), page);
      assertTrue(page.contains("list:one, checksum not known"), page);
    }
  }

  @Test
  void thePlanSaysWhatIsNotKnown() throws IOException {
    StudyPlan plan = StudyResolver.plan(study("list:one"));
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try (PromptLengths lengths = PromptLengths.of(plan)) {
      plan.readSamples(new Configuration(), lengths);
      new PlanPage(
              plan,
              lengths,
              "here",
              new Disagreements(plan, new Configuration()),
              new PrintStream(page, true, StandardCharsets.UTF_8))
          .print("run", true);
    }
    String text = page.toString(StandardCharsets.UTF_8);

    assertTrue(text.contains("estimated: no tokenizer is at hand"), text);
    assertTrue(
        text.lines().anyMatch(line -> line.matches("fixed +FP16 +hotpotqa .*( +\\?){9} *")), text);
    assertTrue(
        text.lines().anyMatch(line -> line.matches(" +1 +fixed at list:one +0 +\\d+ +4 +\\? *")),
        text);
    assertTrue(
        text.contains(
            "Not known, as they are no checkpoints: bytes, positions and times of fixed at"
                + " list:one"),
        text);
    assertTrue(text.contains("All stages on 1 executor(s): in a time that is not known"), text);
  }

  @Test
  void anotherAddressIsAnotherRun() throws IOException {
    assertEquals(runId(study("list:one")), runId(study("list:one", "tasks=[qasper]")));
    assertNotEquals(runId(study("list:one")), runId(study("list:two")));
  }

  @Test
  void weightsAndCachesOfOthersCannotBeChosen() throws IOException {
    Study study = study("list:one", "techniques=[KV-Q]");

    ConfigException e = assertThrows(ConfigException.class, () -> StudyResolver.plan(study));

    assertTrue(
        e.getMessage().startsWith("Technique 'KV-Q' cannot run model 'fixed': it is no checkpoint"),
        e.getMessage());
  }

  @Test
  void ourEngineRefusesWhatIsNoCheckpoint() throws IOException {
    StudyPlan plan = StudyResolver.plan(study("list:one"));

    ConfigException e = assertThrows(ConfigException.class, () -> ExecutorEngine.of(plan));

    assertTrue(
        e.getMessage().startsWith("Cannot run model 'fixed': it is no checkpoint"), e.getMessage());
  }

  private static String runId(Study study) {
    return RunId.of(StudyResolver.plan(study), new Fingerprints(new Configuration()));
  }

  private Study study(String address, String... overrides) throws IOException {
    Path file = directory.resolve("tiny.yaml");
    if (!Files.exists(file)) {
      TinyStudy.write(directory, SAMPLES);
    }
    List<String> settings = new ArrayList<>(List.of("techniques=[FP16]"));
    settings.addAll(List.of(overrides));
    Study study = TinyStudy.read(file, settings.toArray(String[]::new));
    ModelEntry fixed = new ModelEntry("fixed", new ModelSource.Endpoint(address), 0, List.of());
    return TinyStudy.withModels(study, List.of(fixed));
  }

  private static String rows(WarehouseSession session, String query) {
    return session.query(query).collectAsList().toString();
  }
}
