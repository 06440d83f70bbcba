package dev.longspark.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.LongBench;
import dev.longspark.data.Sample;
import dev.longspark.measurement.Measurement;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.Outcome;
import dev.longspark.tables.ScoreRow;
import dev.longspark.tables.Status;
import dev.longspark.tables.TaskColumns;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.Measured;
import dev.longspark.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The packaged queries on rows whose results are known. */
class ViewsTest {
  private static final TaskColumns QA = TaskColumns.of(LongBench.task("hotpotqa"));
  private static final GenerationRow.Origin ORIGIN = new GenerationRow.Origin("cpu", "driver", 0);

  @TempDir private static Path directory;
  private static Warehouse warehouse;
  private static WarehouseSession session;

  private String run;

  @BeforeAll
  static void openWarehouse() {
    warehouse = SharedSpark.warehouse(directory);
    session = SharedSpark.open(warehouse);
  }

  @AfterAll
  static void closeWarehouse() {
    session.close();
    warehouse.close();
  }

  @BeforeEach
  void nameRun(TestInfo test) {
    run = test.getDisplayName();
  }

  @Test
  void everyQueryIsAView() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/sql"))) {
      Set<String> names =
          files
              .map(file -> file.getFileName().toString().replace(".sql", ""))
              .collect(Collectors.toSet());

      assertEquals(names, allViews().collect(Collectors.toSet()));
    }
  }

  @Test
  void everyViewRuns() {
    allViews()
        .forEach(
            view -> assertTrue(session.query("SELECT * FROM " + view).columns().length > 0, view));
  }

  @Test
  void aQueryReadsWhatItsViewsRead() {
    assertEquals(List.of(), Views.read("SELECT * FROM scores"));
    assertEquals(
        List.of("latest_generations", "latest_scores", "task_scores"),
        Views.read("SELECT score FROM Task_Scores"));
  }

  @Test
  void aQueryRegistersOnlyWhatItNames() {
    assertEquals(Set.of(), Views.named("SELECT 1 FROM task_scores"));
    assertEquals(
        Set.of("recommendation", "candidates", "limits"),
        Views.named("SELECT * FROM Recommendation"));
    assertEquals(Set.copyOf(Views.OF_THE_SESSION), Views.named("SHOW VIEWS"));
  }

  private static Stream<String> allViews() {
    return Stream.concat(Views.NAMES.stream(), Views.OF_THE_SESSION.stream());
  }

  @Test
  void latestRowsHaveAllColumnsOfTheirTables() {
    for (String table : List.of("generations", "scores")) {
      assertEquals(
          List.of(session.query("SELECT * FROM " + table).columns()),
          List.of(session.query("SELECT * FROM latest_" + table).columns()));
    }
  }

  @Test
  void taskScoresLeaveFailuresOutOfTheMean() {
    warehouse.appendGenerations(
        List.of(
            generated("FP16", "s1"),
            generated("FP16", "s2"),
            failed("FP16", "s3", Status.FAILED),
            failed("FP16", "s4", Status.OUT_OF_MEMORY),
            failed("KV-Q", "s1", Status.FAILED)));
    warehouse.appendScores(
        List.of(
            score("FP16", "s1", "qa_f1", 1.0),
            score("FP16", "s1", "qa_recall", 0.1),
            score("FP16", "s2", "qa_f1", 0.5)));

    List<Row> rows =
        rows("SELECT task, technique, score, n, failures, out_of_memory FROM task_scores");

    assertEquals("[hotpotqa,FP16,75.0,2,1,1]", rows.get(0).toString());
    assertEquals("[hotpotqa,KV-Q,null,0,1,0]", rows.get(1).toString());
    assertEquals(2, rows.size());
  }

  @Test
  void taskScoresForPeopleAreThoseOfTheView() {
    warehouse.appendGenerations(
        List.of(
            generated("FP16", "s1"),
            generated("FP16", "s2"),
            failed("FP16", "s3", Status.OUT_OF_MEMORY),
            failed("KV-Q", "s1", Status.FAILED)));
    warehouse.appendGenerations(List.of(generated("FP16", "s1")));
    warehouse.appendScores(List.of(score("FP16", "s1", "qa_f1", 0.0)));
    warehouse.appendScores(
        List.of(
            score("FP16", "s1", "qa_f1", 0.7),
            score("FP16", "s1", "qa_recall", 0.1),
            score("FP16", "s2", "qa_f1", 0.5)));

    assertEquals(session.viewedScores(run), session.scoreTable(run));
    assertEquals(
        Set.copyOf(session.viewedScores("").lines()), Set.copyOf(session.scoreTable("").lines()));
    assertEquals("60.0000", session.scoreTable(run).lines().get(1).get(5));
  }

  @Test
  void viewsOverFewRowsAreTheStoredOnes() {
    warehouse.appendGenerations(
        List.of(
            generated("FP16", "s1"),
            generated("FP16", "s2"),
            generated("KV-Q", "s1"),
            generated("KV-Q", "s2"),
            failed("W4A16", "s1", Status.OUT_OF_MEMORY)));
    warehouse.appendScores(
        List.of(
            score("FP16", "s1", "qa_f1", 0.7),
            score("FP16", "s2", "qa_f1", 0.5),
            score("KV-Q", "s1", "qa_f1", 0.6),
            score("KV-Q", "s2", "qa_f1", 0.5)));
    assertTrue(warehouse.isSmall());

    try (RunResults held = RunResults.open(SharedSpark.open(warehouse), List.of(run))) {
      for (String view : List.of("task_scores", "technique_summary", "significance", "pareto")) {
        String query = "SELECT * FROM " + view + " WHERE run_id = '" + run + "'";
        List<String> stored = sorted(session.viewed(query).collectAsList());
        assertFalse(stored.isEmpty(), view);
        assertEquals(stored, sorted(session.query(query).collectAsList()), view);
        assertEquals(stored, sorted(held.rows(view)), view);
      }
    }
  }

  private static List<String> sorted(List<Row> rows) {
    return rows.stream().map(Row::toString).sorted().toList();
  }

  @Test
  void taskScoresCountEnergyByTheTokensThatItMade() {
    warehouse.appendGenerations(
        List.of(
            generated("FP16", "s1", 3),
            generated("FP16", "s2", 5),
            generated("FP16", "s3"),
            generated("KV-Q", "s1")));

    assertEquals(
        "[[FP16,2.0], [KV-Q,null]]",
        rows("SELECT technique, joules_per_token FROM task_scores").toString());
  }

  @Test
  void answerQualityCountsHallucinationByItself() {
    warehouse.appendGenerations(List.of(generated("FP16", "s1"), generated("FP16", "s2")));
    warehouse.appendScores(
        List.of(
            score("FP16", "s1", "qa_f1", 0.25),
            score("FP16", "s1", "qa_precision", 0.5),
            score("FP16", "s1", "qa_recall", 1.0),
            score("FP16", "s1", "hallucination", 0.125),
            score("FP16", "s1", "hallucination_shuffled", 0.75),
            score("FP16", "s2", "qa_f1", 0.75),
            score("FP16", "s2", "qa_precision", 0.0),
            score("FP16", "s2", "qa_recall", 0.0)));

    assertEquals(
        "[[50.0,25.0,50.0,12.5,2,1,1,75.0,0]]",
        rows("SELECT f1, precision, recall, hallucination, n, hallucination_n,"
                + " hallucination_undefined, hallucination_shuffled, failures FROM answer_quality")
            .toString());
  }

  @Test
  void heldRowsAreThoseOfTheStoredViews() {
    warehouse.appendGenerations(List.of(generated("FP16", "s1"), generated("KV-Q", "s1")));
    warehouse.appendScores(
        List.of(score("FP16", "s1", "qa_f1", 0.25), score("KV-Q", "s1", "qa_f1", 0.5)));
    String query =
        "SELECT * FROM pareto WHERE run_id = '%s' ORDER BY scope, technique".formatted(run);

    List<Row> held = session.query(query).collectAsList();

    assertEquals(4, held.size());
    assertEquals(session.spark().sql(query).collectAsList().toString(), held.toString());
  }

  @Test
  void heldRowsAreForgottenWhenATableChanges() {
    warehouse.appendGenerations(List.of(generated("FP16", "s1")));
    warehouse.appendScores(List.of(score("FP16", "s1", "qa_f1", 0.0)));
    String query = "SELECT score, scope FROM pareto WHERE run_id = '%s'".formatted(run);
    assertEquals("[[0.0,hotpotqa], [0.0,all]]", session.query(query).collectAsList().toString());

    warehouse.appendScores(List.of(score("FP16", "s1", "qa_f1", 1.0)));

    assertEquals(
        "[[100.0,hotpotqa], [100.0,all]]", session.query(query).collectAsList().toString());
  }

  @Test
  void viewsAreReadAfterTheyWereListed() {
    session.query("SHOW VIEWS");
    session.query("CREATE OR REPLACE TEMPORARY VIEW mine AS SELECT run_id FROM pareto");

    assertEquals(0, session.query("SELECT * FROM health WHERE run_id = ''").count());
    assertEquals(
        0, session.query("SELECT * FROM mine JOIN pareto USING (run_id) WHERE false").count());
    session.spark().catalog().dropTempView("mine");
    Views.OF_THE_SESSION.forEach(session.spark().catalog()::dropTempView);
  }

  @Test
  void aUserStoresAViewOverOurs() {
    session.query("SELECT * FROM pareto");
    session.query("CREATE OR REPLACE VIEW own AS SELECT score FROM task_scores");

    assertEquals(List.of("score"), List.of(session.query("SELECT * FROM own").columns()));
    session.query("DROP VIEW own");
  }

  @Test
  void aKeyWrittenTwiceCountsOnce() {
    warehouse.appendGenerations(List.of(generated("FP16", "s1")));
    warehouse.appendGenerations(List.of(generated("FP16", "s1")));
    warehouse.appendScores(List.of(score("FP16", "s1", "qa_f1", 0.0)));
    warehouse.appendScores(List.of(score("FP16", "s1", "qa_f1", 1.0)));

    assertEquals("[[100.0,1]]", rows("SELECT score, n FROM task_scores").toString());
  }

  @Test
  void anotherSessionReadsThemByTheDocumentedSettings() {
    warehouse.appendGenerations(List.of(generated("FP16", "s1")));
    warehouse.appendScores(List.of(score("FP16", "s1", "qa_f1", 0.5)));
    SparkSession plain = session.spark().newSession();
    warehouse.settings().sparkSettings().entrySet().stream()
        .filter(setting -> !setting.getKey().equals("spark.sql.extensions"))
        .forEach(setting -> plain.conf().set(setting.getKey(), setting.getValue()));

    Row row =
        plain
            .sql("SELECT task, technique, score FROM task_scores WHERE run_id = '" + run + "'")
            .first();

    assertEquals("[hotpotqa,FP16,50.0]", row.toString());
  }

  @Test
  void samplesAreStoredOnce() {
    Sample sample = Sample.of("hotpotqa", "1", "c", "q", List.of("a"), List.of(), "en", 1);
    warehouse.addSamples(List.of(sample, sample));
    warehouse.addSamples(List.of(sample));

    assertEquals(1, session.query("SELECT * FROM samples").count());
  }

  @Test
  void printsTablesCsvAndJson() {
    String query = "SELECT 'a,b' AS name, 0.5D AS share, array(1, 2) AS list, null AS nothing";

    assertEquals(
        """
        name   share  list   nothing
        ----  ------  -----  -------
        a,b   0.5000  [1,2]
        """,
        printed(query, ResultFormat.TABLE));
    assertEquals(
        "name,share,list,nothing\n\"a,b\",0.5,\"[1,2]\",\n", printed(query, ResultFormat.CSV));
    assertEquals(
        "a,b,c,d,e\n'=1+1,'-a,-1.5,a\\u202eb,\"a\nb\"\n",
        printed(
            "SELECT '=1+1' AS a, '-a' AS b, -1.5 AS c, 'a\u202eb' AS d, 'a\\nb' AS e",
            ResultFormat.CSV));
    assertEquals(
        "{\"name\":\"a,b\",\"share\":0.5,\"list\":[1,2]}\n", printed(query, ResultFormat.JSON));
  }

  private String printed(String query, ResultFormat format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    session.print(query, format, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void rejectsANonsensicalQuery() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> session.query("SELEKT 1"));

    assertTrue(e.getMessage().startsWith("Invalid query: "), e.getMessage());
  }

  @Test
  void saysWhatAQueryCouldNotDoWithItsRows() {
    String query = "SELECT regexp_extract(technique, '^.', 1) FROM generations";

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> printed(query, ResultFormat.CSV));

    String message = e.getMessage();
    assertTrue(message.startsWith("Invalid query: [INVALID_PARAMETER_VALUE"), message);
    assertEquals(1, message.lines().count(), message);
  }

  private List<Row> rows(String query) {
    return session
        .query(query + " WHERE run_id = '" + run + "' ORDER BY technique")
        .collectAsList();
  }

  private GenerationKey key(String technique, String sample) {
    return new GenerationKey(run, "m", technique, "hotpotqa", "longbench", sample);
  }

  private GenerationRow generated(String technique, String sample) {
    return generated(technique, sample, Measured.text("text"));
  }

  private GenerationRow generated(String technique, String sample, double joules) {
    return generated(technique, sample, Measured.text("text", new Measurement.Energy(joules)));
  }

  private GenerationRow generated(String technique, String sample, Outcome outcome) {
    return new GenerationRow(key(technique, sample), QA, AnswerRule.WHOLE, outcome, ORIGIN);
  }

  private GenerationRow failed(String technique, String sample, Status status) {
    return new GenerationRow(
        key(technique, sample),
        QA,
        AnswerRule.WHOLE,
        new Outcome.Failure(status, "broken"),
        ORIGIN);
  }

  private ScoreRow score(String technique, String sample, String metric, double value) {
    return new ScoreRow(key(technique, sample), metric, value, "1");
  }
}
