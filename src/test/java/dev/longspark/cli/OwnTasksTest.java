package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.Warehouse;
import dev.longspark.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Ten lines of one's own documents, from the study file to the report, with the embedded model. */
class OwnTasksTest {
  private static final String SAMPLE =
      Path.of("src/main/resources/sample").toAbsolutePath().toString();

  /** Beside the task that the page shows, one that asks for other things, and compression. */
  private static final String[] MORE = {
    "--set",
    "techniques=[FP16, FP16_c]",
    "--set",
    "compressor.checkpoint=" + SAMPLE + "/compressor",
    "--set",
    "tasks=[contracts, clauses]",
    "--set",
    "own-tasks.clauses={path: contracts.jsonl, prompt: '{context} {question}', max-new-tokens: 6,"
        + " metric: [multiple-choice, contains_any], pattern: '([A-Z])', category: clauses, prompts: raw}"
  };

  @TempDir private Path directory;

  private final StringWriter messages = new StringWriter();

  @BeforeEach
  void writeStudy() throws IOException {
    String page = Files.readString(Path.of("conf/README.md"));
    String example = page.substring(page.indexOf("## Documents of your own"));
    String study = example.substring(example.indexOf("```yaml\n") + "```yaml\n".length());
    Files.writeString(
        directory.resolve("study.yaml"),
        study.substring(0, study.indexOf("```")).replace("../src/main/resources/sample", SAMPLE));
    write(IntStream.range(0, 10).mapToObj(OwnTasksTest::line).toList());
  }

  @Test
  void runsAsThePageShowsAndGoesOnWithMore() throws IOException {
    try (Warehouse warehouse = SharedSpark.warehouse(directory.resolve("tables"));
        WarehouseSession session = SharedSpark.open(warehouse)) {
      runsAsThePageShows(session);
      goesOnWithAnotherTaskAndCompression(session);
      doesNotGoOnWithATaskThatMeansSomethingElse(session);
    }
  }

  private void runsAsThePageShows(WarehouseSession session) throws IOException {
    String page = run(0, "plan", study());
    assertTrue(page.contains("the samples of " + directory.resolve("contracts.jsonl")), page);

    String scores = run(0, "run", study(), "--warehouse", tables());
    assertEquals(
        "[[FP16,contracts,qa_f1,10], [KV-Q,contracts,qa_f1,10]]",
        rows(session, "SELECT technique, task, metric, n FROM task_scores ORDER BY technique"));
    assertTrue(count(session, "scores WHERE metric = 'hallucination'") > 0);
    long before = count(session, "scores");

    assertEquals(
        scores,
        run(
            0,
            "score",
            "--warehouse",
            tables(),
            "--run",
            SharedSpark.latestRun(session.warehouse())));
    assertEquals(2 * before, count(session, "scores"));

    String folder = directory.resolve("report").toString();
    run(0, "report", "--warehouse", tables(), "--out", folder, "--examples", "10");
    String report = Files.readString(directory.resolve("report/index.html"));
    assertTrue(report.contains("Lease 3: Who is the author of the model Bouron"), report);
    assertTrue(report.contains("contracts"), report);
  }

  private void goesOnWithAnotherTaskAndCompression(WarehouseSession session) {
    run(0, MORE, "run", study(), "--warehouse", tables());

    assertEquals(
        "[[own,clauses,clauses,multiple_choice,10], [own,single-document,contracts,qa_f1,10]]",
        rows(
            session,
            "SELECT benchmark, category, task, metric, n FROM task_scores"
                + " WHERE technique = 'FP16_c' ORDER BY task"));
    assertEquals(20, count(session, "scores WHERE metric = 'contains_any'"));
    assertEquals(
        10, count(session, "samples WHERE task = 'contracts' AND fields['title'] LIKE 'Lease %'"));
    assertEquals(20, count(session, "generations WHERE context_tokens_kept < context_tokens_in"));
  }

  private void doesNotGoOnWithATaskThatMeansSomethingElse(WarehouseSession session) {
    long before = count(session, "generations");
    String other = "own-tasks.contracts.prompt='{question} {context}'";

    run(2, "run", study(), "--warehouse", tables(), "--set", other);

    assertTrue(
        messages
            .toString()
            .contains(
                ": own-tasks.contracts asks, stops or scores otherwise than when it was run (give it"
                    + " another name, or set results.run)"),
        messages.toString());
    assertEquals(before, count(session, "generations"));
  }

  @Test
  void aBadLineEndsPlanAndRunBeforeAnythingIsGenerated() throws IOException {
    write(List.of(line(0), line(1).replace("\"title\"", "\"titel\"")));

    for (String command : List.of("plan", "run")) {
      messages.getBuffer().setLength(0);
      run(2, command, study());
      assertEquals(
          "Invalid sample of own-tasks.contracts at "
              + directory.resolve("contracts.jsonl")
              + ":2: Missing field 'title', for which the prompt has a place (the line has: titel,"
              + " context, question, answers; as mere text it is {{title}})",
          messages.toString().strip());
    }
    assertFalse(Files.exists(Path.of("warehouse")), "nothing was written");
  }

  private static String line(int number) {
    return """
        {"title": "Lease %d", "context": "The corpus of the model Cuvia is Nakara. The author of the \
        model Bouron is Baekian Zodeth. The clerk looked out at the rain.", "question": \
        "Who is the author of the model Bouron, %d?", "answers": ["Baekian Zodeth", "B"]}"""
        .formatted(number, number);
  }

  private void write(List<String> lines) throws IOException {
    Files.write(directory.resolve("contracts.jsonl"), lines);
  }

  private String study() {
    return directory.resolve("study.yaml").toString();
  }

  private String tables() {
    return directory.resolve("tables").toString();
  }

  private static String rows(WarehouseSession session, String query) {
    return session.query(query).collectAsList().toString();
  }

  private static long count(WarehouseSession session, String rows) {
    return session.query("SELECT * FROM " + rows).count();
  }

  private String run(int exitCode, String[] more, String... args) {
    String[] all = new String[args.length + more.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return run(exitCode, all);
  }

  private String run(int exitCode, String... args) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(page, true, StandardCharsets.UTF_8));
    try {
      CommandLine commandLine = Longspark.commandLine().setErr(new PrintWriter(messages, true));
      assertEquals(exitCode, commandLine.execute(args), messages::toString);
    } finally {
      System.setOut(before);
    }
    return page.toString(StandardCharsets.UTF_8);
  }
}
