package dev.longspark.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.LongBench;
import dev.longspark.data.PromptStyle;
import dev.longspark.data.Sample;
import dev.longspark.data.TaskScope;
import dev.longspark.engine.generation.FinishReason;
import dev.longspark.measurement.Measurement;
import dev.longspark.measurement.Timings;
import dev.longspark.tables.CatalogSettings;
import dev.longspark.tables.Divergence;
import dev.longspark.tables.DivergenceRow;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.Outcome;
import dev.longspark.tables.RunRow;
import dev.longspark.tables.RunStatus;
import dev.longspark.tables.ScoreRow;
import dev.longspark.tables.Status;
import dev.longspark.tables.TaskColumns;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.Measured;
import dev.longspark.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The views that compare techniques, on rows whose results are known. */
class ResultViewsTest {
  private static final Measurement AT_ONCE = new Measurement.EndToEnd(1);
  private static final TaskColumns QA = TaskColumns.of(LongBench.task("hotpotqa"));
  private static final GenerationRow.Origin ORIGIN = new GenerationRow.Origin("cpu", "driver", 0);
  private static final double ROUNDING = 1e-9;

  @TempDir private static Path directory;
  private static Warehouse warehouse;
  private static WarehouseSession session;

  private final List<GenerationRow> generations = new ArrayList<>();
  private final List<ScoreRow> scores = new ArrayList<>();
  private String run;

  @BeforeAll
  static void openWarehouse() {
    warehouse = Warehouse.open(CatalogSettings.of(directory.toString(), new Properties()));
    session = SharedSpark.open(warehouse);
    // Compiling these queries takes longer than running them on a handful of rows.
    session.spark().conf().set("spark.sql.shuffle.partitions", "1");
    session.spark().conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    session.spark().conf().set("spark.sql.adaptive.enabled", "false");
  }

  @AfterAll
  static void closeWarehouse() {
    session.close();
    warehouse.close();
  }

  @BeforeEach
  void nameRun(TestInfo test) {
    run = test.getDisplayName().replaceAll("\\W", "");
  }

  @Test
  void relativeGainComparesOnlySamplesThatBothCompleted() {
    cell("FP16", "hotpotqa", 2000, 8, 10, 0.2, 0.4, 0.6);
    cell("W4A16", "hotpotqa", 1000, 4, 20, 0.3, 0.3);
    store();

    Row row = row("SELECT * FROM relative_gain");

    assertEquals("FP16", row.getAs("baseline"));
    assertEquals(2L, row.<Long>getAs("n"));
    assertNear(0, row, "score_change_percent");
    assertNear(2, row, "memory_saving");
    assertNear(4, row, "throughput_gain");
    assertNear(2, row, "speedup");
    assertNear(2, row, "tokens_ratio");
  }

  @Test
  void resultsHaveTheirUnitsAndStandBesideTheBaselines() {
    cell("FP16", "hotpotqa", 2000, 8, 10, 0.2);
    cell("W4A16", "hotpotqa", 1000, 4, 20, 0.3);
    generations.add(failed("W4A16", "s1", Status.FAILED));
    store();

    assertEquals(
        "[[FP16,20.0,1,10,0.5,1.5,2.0,8.0], [W4A16,30.0,1,20,0.5,0.5,1.0,4.0]]",
        rows(
                "SELECT technique, score, words_from, new_tokens, ttft_s, decode_s, e2e_s, memory_gb"
                    + " FROM sample_results",
                "technique")
            .toString());
    assertEquals(
        "[[W4A16,s0,FP16,30.0,20.0,1.0,2.0,4.0,8.0,20,10]]",
        rows(
                "SELECT technique, sample_key, baseline, score, baseline_score, e2e_s, baseline_e2e_s,"
                    + " memory_gb, baseline_memory_gb, new_tokens, baseline_new_tokens"
                    + " FROM paired_results",
                "technique")
            .toString());
  }

  @Test
  void averageQualityIsTheMeanOfTheTasks() {
    cell("FP16", "hotpotqa", 1000, 1, 1, 0.2, 0.4);
    cell("FP16", "qasper", 1000, 1, 1, 0.6, 0.6, 0.6, 0.6);
    store();

    Row row = row("SELECT * FROM average_quality");

    assertNear(45, row, "f1");
    assertEquals(2L, row.<Long>getAs("tasks"));
    assertEquals(6L, row.<Long>getAs("n"));
  }

  @Test
  void summaryKeepsKindsOfTasksApart() {
    cell("FP16", "hotpotqa", 1000, 1, 1, 0.2);
    cell("FP16", "qasper", 1000, 1, 1, 0.4);
    cell("FP16", "gov_report", 3000, 1, 1, 0.6);
    store();

    List<Row> rows = rows("SELECT scope, score, e2e_s FROM technique_summary", "scope");

    assertEquals("all", rows.get(0).getString(0));
    assertEquals(40, rows.get(0).getDouble(1), ROUNDING);
    assertEquals("qa", rows.get(1).getString(0));
    assertEquals(30, rows.get(1).getDouble(1), ROUNDING);
    assertEquals("summarization", rows.get(2).getString(0));
    assertEquals(3, rows.get(2).getDouble(2), ROUNDING);
  }

  @Test
  void benchmarksAreNotAveragedTogether() {
    cell("FP16", "hotpotqa", 1000, 1, 1, 0.2);
    own("FP16", "contracts", 0.6);
    own("KV-Q", "contracts", 0.8);
    store();

    assertEquals(
        "[[longbench,FP16,all,20.0], [longbench,FP16,qa,20.0], [own,FP16,all,60.0],"
            + " [own,FP16,qa,60.0], [own,KV-Q,all,80.0], [own,KV-Q,qa,80.0]]",
        rows(
                "SELECT benchmark, technique, scope, score FROM technique_summary",
                "benchmark, technique, scope")
            .toString());
    assertEquals(
        "[[own,KV-Q,true,80.0]]",
        rows(
                "SELECT benchmark, technique, on_front, score FROM pareto"
                    + " WHERE scope = 'all' AND technique = 'KV-Q'",
                "1")
            .toString());
    assertEquals(
        "[[longbench,multi-document,20.0], [own,legal,70.0]]",
        rows(
                "SELECT benchmark, category, avg(score) FROM task_scores",
                "benchmark",
                "GROUP BY benchmark, category")
            .toString());
  }

  @Test
  void rowsFromBeforeTheseColumnsAreLongBenchsAndTheirMetricsSayTheScope() {
    cell("FP16", "gov_report", 1000, 1, 1, 0.2);
    cell("FP16", "hotpotqa", 1000, 1, 1, 0.2);
    store();
    session
        .spark()
        .sql(
            "UPDATE generations SET benchmark = NULL, category = NULL, scope = NULL"
                + " WHERE run_id = '%s'".formatted(run));

    assertEquals(
        "[[gov_report,longbench,null,summarization], [hotpotqa,longbench,null,qa]]",
        rows("SELECT task, benchmark, category, scope FROM task_scores", "task").toString());
  }

  @Test
  void aTaskOfQuestionsCountsWhateverItsMetric() {
    own("FP16", "contracts", 0.6, 0.4);
    store();

    Row row = row("SELECT * FROM answer_quality");

    assertTrue(row.isNullAt(row.fieldIndex("f1")));
    assertEquals(2L, row.<Long>getAs("n"));
    assertEquals(2L, row.<Long>getAs("hallucination_undefined"));
    assertEquals("legal", row.getAs("category"));
  }

  private void own(String technique, String task, double... values) {
    TaskColumns columns = new TaskColumns("own", "legal", TaskScope.QA, "contains_any");
    for (int i = 0; i < values.length; i++) {
      GenerationKey key = key(technique, task, "longbench", "s" + i);
      generations.add(new GenerationRow(key, columns, AnswerRule.WHOLE, text(1000, 1, 1), ORIGIN));
      scores.add(new ScoreRow(key, "contains_any", values[i], "1"));
    }
  }

  @Test
  void baselineIsFp32WhereNothingRanInFp16() {
    cell("FP32", "hotpotqa", 1000, 1, 1, 0.2);
    cell("BF16", "hotpotqa", 1000, 1, 1, 0.2);
    store();

    assertEquals("FP32", row("SELECT baseline FROM baselines").getString(0));
  }

  @Test
  void scalabilityHasTheResultAndItsFactors() {
    cell("FP16", "hotpotqa", 2000, 8, 10, 0.2, 0.4);
    cell("KV-Q", "hotpotqa", 4000, 2, 10, 0.3, 0.9);
    store();

    List<Row> rows = rows("SELECT * FROM scalability", "technique");

    assertEquals("FP16", rows.get(0).getAs("technique"));
    assertTrue(rows.get(0).isNullAt(rows.get(0).fieldIndex("speedup")));
    assertNear(100, rows.get(1), "score_change_percent");
    assertNear(0.5, rows.get(1), "speedup");
    assertNear(4, rows.get(1), "memory_saving");
    assertNear(2.5, rows.get(1), "tokens_per_second");
  }

  @Test
  void radarSharesAreOfTheBestTechnique() {
    cell("FP16", "hotpotqa", 2000, 8, 10, 0.5);
    cell("W4A16", "hotpotqa", 1000, 2, 10, 0.25);
    store();

    List<Row> rows = rows("SELECT technique, axis, share FROM radar", "technique, place");

    assertEquals(
        "[[FP16,qa,1.0], [FP16,throughput,0.5], [FP16,latency,0.5], [FP16,memory,0.25],"
            + " [W4A16,qa,0.5], [W4A16,throughput,1.0], [W4A16,latency,1.0], [W4A16,memory,1.0]]",
        rows.toString());
  }

  @Test
  void significanceTestsPairsAndCorrectsTheGrid() {
    double[] low = {0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1};
    double[] high = {0.6, 0.7, 0.8, 0.6, 0.7, 0.8, 0.6, 0.7, 0.8, 0.6};
    cell("FP16", "hotpotqa", 1000, 1, 1, low);
    cell("KV-Q", "hotpotqa", 1000, 1, 1, high);
    cell("W4A16", "hotpotqa", 1000, 1, 1, low);
    store();

    List<Row> rows = rows("SELECT * FROM significance", "technique");

    // All ten differences are positive: 2 of 2^10 sign assignments are as extreme.
    assertEquals("KV-Q", rows.get(0).getAs("technique"));
    assertEquals(10, rows.get(0).<Integer>getAs("n"));
    assertNear(50, rows.get(0), "difference");
    assertNear(50, rows.get(0), "low");
    assertNear(2 / 1024.0, rows.get(0), "p");
    assertNear(4 / 1024.0, rows.get(0), "p_holm");
    assertEquals("better", rows.get(0).getAs("verdict"));
    assertEquals("W4A16", rows.get(1).getAs("technique"));
    assertNear(1, rows.get(1), "p_holm");
    assertEquals("tied", rows.get(1).getAs("verdict"));
  }

  @Test
  void oneSampleIsNoTest() {
    cell("FP16", "hotpotqa", 1000, 1, 1, 0.5);
    cell("KV-Q", "hotpotqa", 1000, 1, 1, 0.1);
    store();

    assertEquals(0, rows("SELECT * FROM significance", "technique").size());
    assertEquals(
        "[[FP16,false], [KV-Q,false]]",
        rows("SELECT technique, worse FROM candidates", "technique").toString());
  }

  @Test
  void interactionFindsTheSingleTechniquesOfACombination() {
    cell("FP16", "hotpotqa", 8000, 8, 1, 0.8, 0.8);
    cell("Minitron", "hotpotqa", 4000, 4, 1, 0.6, 0.6);
    cell("W4A16", "hotpotqa", 4000, 4, 1, 0.7, 0.7);
    cell("Mini+W4A16", "hotpotqa", 2000, 2, 1, 0.1, 0.1);
    store();

    List<Row> rows = rows("SELECT * FROM interaction", "quantity DESC");

    Row score = rows.get(0);
    assertEquals("Minitron x W4A16", score.getAs("singles"));
    assertEquals(2, score.<Integer>getAs("n"));
    assertNear(10, score, "observed");
    assertNear(50, score, "predicted_sum");
    assertNear(-40, score, "beyond_sum");
    assertNear(0.1 / (0.6 * 0.7 / 0.8), score, "factor");
    assertEquals("below", score.getAs("verdict"));
    assertEquals("e2e_s", rows.get(2).getAs("quantity"));
    assertNear(1, rows.get(2), "factor");
  }

  @Test
  void ownStacksSayInTheManifestWhatTheyChange() {
    warehouse.putRun(
        new RunRow(
            run,
            "study",
            "{\"techniques\": [{\"name\": \"mine\", \"changes\": [\"kvq\", \"c\"]}]}",
            Instant.EPOCH,
            Instant.EPOCH,
            RunStatus.COMPLETE));
    cell("mine", "hotpotqa", 1000, 1, 1, 0.5);
    cell("W4A16+c", "hotpotqa", 1000, 1, 1, 0.5);
    cell("FP16", "hotpotqa", 1000, 1, 1, 0.5);
    store();

    List<Row> rows =
        rows("SELECT technique, array_join(changes, '+') FROM techniques", "technique");

    assertEquals("[[FP16,], [W4A16+c,w4+c], [mine,kvq+c]]", rows.toString());
  }

  @Test
  void paretoFrontKeepsWhatNothingBeats() {
    cell("FP16", "hotpotqa", 2000, 8, 1, 0.5);
    cell("KV-Q", "hotpotqa", 3000, 6, 1, 0.5);
    cell("Minitron", "hotpotqa", 4000, 4, 1, 0.3);
    cell("BF16", "hotpotqa", 2500, 9, 1, 0.4);
    store();

    List<Row> rows =
        rows(
            "SELECT technique, on_memory_front, on_latency_front, on_front FROM pareto"
                + " WHERE scope = 'all'",
            "technique");

    assertEquals(
        "[[BF16,false,false,false], [FP16,false,true,true], [KV-Q,true,false,true],"
            + " [Minitron,true,false,true]]",
        rows.toString());
  }

  @Test
  void protocolAgreementRanksTechniquesUnderBoth() {
    Map<String, Double> longbench = Map.of("FP16", 0.5, "KV-Q", 0.4, "W4A16", 0.3);
    Map<String, Double> paper = Map.of("FP16", 0.3, "KV-Q", 0.2, "W4A16", 0.4);
    longbench.forEach((technique, score) -> sample(technique, "longbench", 0, score));
    paper.forEach((technique, score) -> sample(technique, "paper", 0, score));
    store();

    Row row = row("SELECT * FROM protocol_agreement WHERE scope = 'all'");

    assertEquals(3L, row.<Long>getAs("techniques"));
    assertNear(-1 / 3.0, row, "tau");
    assertEquals("FP16", row.getAs("best_a"));
    assertEquals("W4A16", row.getAs("best_b"));
  }

  @Test
  void recommendationKeepsWithinTheLimits() {
    cell("FP16", "hotpotqa", 2000, 8, 1, 0.5, 0.5);
    cell("KV-Q", "hotpotqa", 3000, 6, 1, 0.45, 0.5);
    cell("W4A16", "hotpotqa", 1000, 4, 1, 0.3, 0.4);
    store();

    assertEquals("FP16", row("SELECT technique FROM recommendation").getString(0));

    session.query(
        "CREATE OR REPLACE TEMPORARY VIEW limits AS"
            + " SELECT 7D AS memory_gb, NULL AS ttft_s, NULL AS e2e_s");
    Row within7Gb = row("SELECT technique, allowed FROM recommendation");
    session.spark().catalog().dropTempView("limits");
    assertEquals("[KV-Q,2]", within7Gb.toString());
  }

  @Test
  void fidelityIsTheMeanOverSamplesOfWhatWasFollowed() {
    cell("FP16", "hotpotqa", 2000, 8, 1, 0.5, 0.5, 0.5);
    cell("KV-Q", "hotpotqa", 3000, 6, 1, 0.5, 0.5, 0.5);
    cell("W4A16", "hotpotqa", 1000, 4, 1, 0.5, 0.5, 0.5);
    cell("BF16", "hotpotqa", 1000, 9, 1, 0.5, 0.4, 0.5);
    store();
    assertEquals(List.of(), rows("SELECT * FROM fidelity", "task"));
    warehouse
        .fidelity()
        .appendDivergences(
            List.of(
                divergence("KV-Q", 0, List.of(0.1, 0.3), 0, 0),
                divergence("KV-Q", 1, List.of(0.4, 0.4), 1, 2),
                divergence("W4A16", 0, List.of(0.6, 0.6), 2, 1),
                divergence("W4A16", 1, List.of(0.2, 0.2), 0, 0),
                divergence("BF16", 0, List.of(0.01, 0.01), 0, 0),
                unknown("BF16", 1, "its prompt is another"),
                unknown("KV-Q", 2, "no memory")));

    Row cache = row("SELECT * FROM fidelity WHERE technique = 'KV-Q' AND task = 'all'");
    assertEquals(2L, cache.<Long>getAs("n"));
    assertNear(0.3, cache, "mean_kl");
    assertNear(0.25, cache, "flip_rate");
    assertNear(2, cache, "first_difference");
    assertNear(0.5, cache, "same_answers");
    assertEquals("FP16", cache.getAs("baseline"));
    assertEquals("no memory", cache.getAs("message"));
    assertTrue(cache.<Double>getAs("mean_kl_low") > 0.2 - 1e-9);
    assertTrue(cache.<Double>getAs("mean_kl_high") < 0.4 + 1e-9);
    assertEquals(
        rows("SELECT mean_kl, n FROM fidelity", "technique", "AND task = 'all'"),
        rows("SELECT mean_kl, n FROM fidelity", "technique", "AND task = 'hotpotqa'"));

    // BF16 was measured on one sample of two, so it is no origin for both.
    Row power = row("SELECT * FROM fidelity_power WHERE technique = 'W4A16'");
    assertEquals("baseline", power.getAs("kl_from"));
    assertNear(0.4, power, "kl_difference");
    assertNear(0, power, "score_difference");
    assertEquals(1.0, power.<Double>getAs("score_p"));

    // Of equal scores the nearest one is recommended.
    assertEquals("[FP16,0.0]", row("SELECT technique, mean_kl FROM recommendation").toString());
    session.query(
        "CREATE OR REPLACE TEMPORARY VIEW limits AS"
            + " SELECT 7D AS memory_gb, NULL AS ttft_s, NULL AS e2e_s");
    Row within7Gb = row("SELECT technique, allowed FROM recommendation");
    session.spark().catalog().dropTempView("limits");
    assertEquals("[KV-Q,2]", within7Gb.toString());
  }

  private DivergenceRow divergence(
      String technique, int sample, List<Double> kl, int flips, int part) {
    return new DivergenceRow(
        key(technique, "hotpotqa", "longbench", "s" + sample),
        "FP16",
        new Divergence.Measured(kl, flips, part, false, 10),
        "driver");
  }

  private DivergenceRow unknown(String technique, int sample, String reason) {
    return new DivergenceRow(
        key(technique, "hotpotqa", "longbench", "s" + sample),
        "FP16",
        new Divergence.Unknown(reason),
        "driver");
  }

  @Test
  void latencyIsBinnedByTheContextsWords() {
    warehouse.addSamples(
        List.of(
            Sample.of("hotpotqa", run, "c", "q", List.of("a"), List.of(), "en", 1500),
            Sample.of("hotpotqa", run + "2", "c", "q", List.of("a"), List.of(), "en", 1024)));
    List<String> keys =
        session
            .query("SELECT sample_key FROM samples WHERE sample_id LIKE '" + run + "%'")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    for (String key : keys) {
      generations.add(
          new GenerationRow(
              key("FP16", "hotpotqa", "longbench", key),
              QA,
              AnswerRule.WHOLE,
              text(2000, 1, 3),
              ORIGIN));
    }
    store();

    Row row = row("SELECT * FROM latency_by_length");

    assertEquals(1024, row.<Integer>getAs("words_from"));
    assertEquals(2048, row.<Integer>getAs("words_below"));
    assertEquals(2L, row.<Long>getAs("n"));
    assertNear(2, row, "e2e_s");
    assertNear(0.5, row, "ttft_s");
    assertNear(750, row, "ms_per_token");
  }

  @Test
  void healthNamesWhatIsDoubtful() {
    generations.add(generated("FP16", "s0", "Paris", prompt(8, 0)));
    generations.add(generated("FP16", "s1", " ", prompt(8, 5)));
    generations.add(generated("FP16_c", "s0", "so it is, so ".repeat(9), prompt(6, 0)));
    store();

    List<Row> rows =
        rows("SELECT technique, check, found, allowed FROM health", "technique, check");

    assertEquals(
        "[[FP16,empty,0.5,0.0], [FP16,truncated,0.5,0.05], [FP16_c,keep-rate,0.5,0.1],"
            + " [FP16_c,not-comparable,1.0,0.0], [FP16_c,repeating,1.0,0.05]]",
        rows.toString());
  }

  @Test
  void healthNamesWhatIsWrongWithPrompts() {
    Measurement.PromptUse twice = new Measurement.PromptUse(8, 8, 0, 2, PromptStyle.CHAT, false);
    Measurement.PromptUse bare = new Measurement.PromptUse(8, 8, 0, 1, PromptStyle.RAW, true);
    generations.add(generated("FP16", "s0", "Paris", twice));
    generations.add(generated("FP16", "s1", "Paris", prompt(8, 0)));
    generations.add(generated("KV-Q", "s0", "Paris", bare));
    generations.add(generated("KV-Q", "s1", "Paris", bare));
    store();

    assertEquals(
        "[[FP16,double-begin,0.5,0.0], [KV-Q,chat-template,1.0,0.0]]",
        rows("SELECT technique, check, found, allowed FROM health", "technique, check").toString());
  }

  @Test
  void healthNamesFilesThatDisagree() {
    warehouse.putRun(
        new RunRow(
            run,
            "study",
            "{\"checkpoints\": [{\"model\": \"m\", \"technique\": \"FP16\", \"kind\": \"INSTRUCT\","
                + " \"random\": false, \"disagreements\": [\"one\", \"two\"]}, {\"model\": \"m\","
                + " \"technique\": \"KV-Q\", \"kind\": \"INSTRUCT\", \"random\": false}]}",
            Instant.EPOCH,
            Instant.EPOCH,
            RunStatus.COMPLETE));
    cell("FP16", "hotpotqa", 1000, 1, 1, 0.5);
    cell("KV-Q", "hotpotqa", 1000, 1, 1, 0.5);
    store();

    assertEquals(
        "[[FP16,files-disagree,2.0,files of checkpoint or tokenizer contradict each other: one;"
            + " two]]",
        rows("SELECT technique, check, found, message FROM health", "technique, check").toString());
  }

  @Test
  void healthNamesTheCheckpointWhoseLogitsAreNoNumbers() {
    warehouse.putRun(
        new RunRow(
            run,
            "study",
            "{\"checkpoints\": [{\"model\": \"m\", \"technique\": \"FP16\", \"checkpoint\": \"/models/m\"}]}",
            Instant.EPOCH,
            Instant.EPOCH,
            RunStatus.COMPLETE));
    generations.add(generated("FP16", "s0", "Paris", new Measurement.LogitsCheck(false)));
    generations.add(generated("FP16", "s1", "Paris", new Measurement.LogitsCheck(true)));
    store();

    assertEquals(
        "[[non-finite-logits,0.5,share of answers whose last logits are no finite numbers: their"
            + " text means nothing, look at the checkpoint /models/m]]",
        rows("SELECT check, found, message FROM health", "check").toString());
  }

  @Test
  void healthCountsAnswersAtTheCap() {
    for (int i = 0; i < 5; i++) {
      generations.add(ended("FP16", "s" + i, i < 2 ? FinishReason.LENGTH : FinishReason.STOP));
      generations.add(ended("KV-Q", "s" + i, i < 1 ? FinishReason.LENGTH : FinishReason.STOP));
    }
    store();

    assertEquals(
        "[[FP16,at-the-cap,0.4,0.2]]",
        rows("SELECT technique, check, found, allowed FROM health", "technique").toString());
  }

  @Test
  void healthCountsFailures() {
    generations.add(generated("FP16", "s0", "Paris", prompt(8, 0)));
    generations.add(failed("FP16", "s1", Status.FAILED));
    generations.add(failed("FP16", "s2", Status.OUT_OF_MEMORY));
    generations.add(failed("FP16", "s3", Status.OUT_OF_MEMORY));
    store();

    assertEquals(
        "[[failed,1.0], [out-of-memory,2.0]]",
        rows("SELECT check, found FROM health", "check").toString());
  }

  @Test
  void whatWasNotMeasuredIsOnNoFrontAndWithinNoLimit() {
    for (String technique : List.of("FP16", "KV-Q")) {
      for (String sample : List.of("s0", "s1")) {
        GenerationKey key = key(technique, "hotpotqa", "longbench", sample);
        Outcome text = new Outcome.Text("text", "", List.of());
        generations.add(new GenerationRow(key, QA, AnswerRule.WHOLE, text, ORIGIN));
        scores.add(new ScoreRow(key, "qa_f1", technique.equals("FP16") ? 0.5 : 0.4, "1"));
      }
    }
    store();

    assertEquals(
        "[[false,false,false], [false,false,false]]",
        rows(
                "SELECT on_memory_front, on_latency_front, on_front FROM pareto WHERE scope = 'all'",
                "1")
            .toString());
    assertEquals("FP16", row("SELECT technique FROM recommendation").getString(0));
    session.limitRecommendation(24, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertEquals(0, rows("SELECT technique FROM recommendation", "1").size());
    session.spark().catalog().dropTempView("limits");
  }

  @Test
  void runsAreComparedSampleBySample() {
    double[] low = {0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1};
    double[] high = {0.6, 0.7, 0.8, 0.6, 0.7, 0.8, 0.6, 0.7, 0.8, 0.6};
    cell("FP16", "hotpotqa", 1000, 1, 1, low);
    cell("KV-Q", "hotpotqa", 1000, 1, 1, low);
    String first = run;
    run = first + "-later";
    cell("FP16", "hotpotqa", 1000, 1, 1, high);
    cell("KV-Q", "hotpotqa", 1000, 1, 1, low);
    cell("W4A16", "hotpotqa", 1000, 1, 1, low);
    store();

    List<Row> rows =
        session
            .query(
                "SELECT * FROM run_differences WHERE run_a = '%s' AND run_b = '%s' ORDER BY technique"
                    .formatted(first, run))
            .collectAsList();

    assertEquals(2, rows.size());
    assertNear(50, rows.get(0), "difference");
    assertNear(2 / 1024.0, rows.get(0), "p");
    assertNear(4 / 1024.0, rows.get(0), "p_holm");
    assertEquals("better", rows.get(0).getAs("verdict"));
    assertEquals("tied", rows.get(1).getAs("verdict"));
    String shown = printed(first, run);
    assertTrue(shown.lines().skip(2).findFirst().orElseThrow().startsWith("m      FP16"), shown);
  }

  private static String printed(String runA, String runB) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    session
        .scoreDifferences(runA, runB)
        .print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void publishedNumbersStandBesideOurs() {
    GenerationKey key =
        new GenerationKey(run, "llama-3.1-8b-instruct", "FP16", "qasper", "paper", "s");
    generations.add(new GenerationRow(key, QA, AnswerRule.WHOLE, text(1000, 1, 20), ORIGIN));
    scores.add(new ScoreRow(key, "qa_f1", 0.15, "1"));
    store();

    Row row = row("SELECT * FROM beside_published");

    assertEquals("Llama3.1-8B", row.getAs("published_model"));
    assertNear(15, row, "score");
    assertNear(14.4, row, "published_score");
    assertNear(20, row, "tokens_per_second");
    assertNear(29.45, row, "published_tokens_per_second");
    assertNear(9.22, row, "published_precision");
    assertTrue(row.<String>getAs("misprint").contains("Table 5"));
  }

  @Test
  void publishedMisprintsHaveNoNumbers() {
    List<Row> misprints =
        session.query("SELECT score FROM published WHERE misprint IS NOT NULL").collectAsList();

    assertEquals("[[null], [null], [null], [null], [null]]", misprints.toString());
    assertEquals(7 + 30 + 84 + 56 + 84 + 56, session.query("SELECT * FROM published").count());
  }

  @Test
  void examplesBeginWithTheWidestSpread() {
    cell("FP16", "hotpotqa", 1000, 1, 1, 0.5, 0.9);
    cell("KV-Q", "hotpotqa", 1000, 1, 1, 0.4, 0.1);
    store();

    List<Row> rows =
        rows("SELECT place, sample_key, technique, text FROM examples", "place, technique");

    assertEquals(
        "[[1,s1,FP16,text], [1,s1,KV-Q,text], [2,s0,FP16,text], [2,s0,KV-Q,text]]",
        rows.toString());
  }

  private GenerationRow failed(String technique, String sample, Status status) {
    return new GenerationRow(
        key(technique, "hotpotqa", "longbench", sample),
        QA,
        AnswerRule.WHOLE,
        new Outcome.Failure(status, "broken"),
        ORIGIN);
  }

  private GenerationRow ended(String technique, String sample, FinishReason reason) {
    return new GenerationRow(
        key(technique, "hotpotqa", "longbench", sample),
        QA,
        AnswerRule.WHOLE,
        Measured.text(
            "Paris", reason.name(), new Measurement.NewTokens(1), AT_ONCE, Measured.memory(1)),
        ORIGIN);
  }

  private GenerationRow generated(
      String technique, String sample, String text, Measurement measured) {
    Outcome outcome =
        Measured.text(text, measured, new Measurement.NewTokens(1), AT_ONCE, Measured.memory(1));
    return new GenerationRow(
        key(technique, "hotpotqa", "longbench", sample), QA, AnswerRule.WHOLE, outcome, ORIGIN);
  }

  private static void assertNear(double expected, Row row, String column) {
    assertEquals(expected, row.<Double>getAs(column), ROUNDING, column);
  }

  private Row row(String query) {
    List<Row> rows = rows(query, "1");
    assertEquals(1, rows.size());
    return rows.get(0);
  }

  private List<Row> rows(String query, String order) {
    return rows(query, order, "");
  }

  private List<Row> rows(String query, String order, String groups) {
    String where = query.contains("WHERE") ? " AND" : " WHERE";
    return session
        .query("%s%s run_id = '%s' %s ORDER BY %s".formatted(query, where, run, groups, order))
        .collectAsList();
  }

  private void cell(
      String technique,
      String task,
      double e2eMs,
      long gigabytes,
      int newTokens,
      double... values) {
    String metric = task.equals("gov_report") ? "rouge_l" : "qa_f1";
    for (int i = 0; i < values.length; i++) {
      GenerationKey key = key(technique, task, "longbench", "s" + i);
      generations.add(
          new GenerationRow(
              key,
              TaskColumns.of(LongBench.task(task)),
              AnswerRule.WHOLE,
              text(e2eMs, gigabytes * 1_000_000_000L, newTokens),
              ORIGIN));
      scores.add(new ScoreRow(key, metric, values[i], "1"));
    }
  }

  private void sample(String technique, String protocol, int sample, double value) {
    GenerationKey key = key(technique, "hotpotqa", protocol, "s" + sample);
    generations.add(new GenerationRow(key, QA, AnswerRule.WHOLE, text(1000, 1, 1), ORIGIN));
    scores.add(new ScoreRow(key, "qa_f1", value, "1"));
  }

  private void store() {
    warehouse.appendGenerations(generations);
    warehouse.appendScores(scores);
  }

  private GenerationKey key(String technique, String task, String protocol, String sample) {
    return new GenerationKey(run, "m", technique, task, protocol, sample);
  }

  private static Outcome text(double e2eMs, long bytes, int newTokens) {
    return Measured.text(
        "text",
        new Measurement.NewTokens(newTokens),
        new Measurement.EndToEnd(e2eMs),
        new Timings(500, 500, e2eMs - 500, e2eMs, List.of()),
        Measured.memory(bytes));
  }

  private static Measurement.PromptUse prompt(int contextKept, int truncated) {
    return new Measurement.PromptUse(8, contextKept, truncated, 1, PromptStyle.RAW, false);
  }
}
