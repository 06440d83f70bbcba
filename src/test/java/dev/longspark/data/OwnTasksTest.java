package dev.longspark.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnTasksTest {
  private static final String PROMPT = "{title}: {context}\nQuestion: {question}\nAnswer:";
  private static final String LINE =
      "{\"id\": 7, \"title\": \"Lease\", \"context\": \"The rent is due monthly.\","
          + " \"question\": \"When?\", \"answers\": \"monthly\"}";

  @TempDir private Path directory;

  @Test
  void readsALineWithTheUsualFields() {
    Sample sample = read(task(PROMPT, "qa_f1"), LINE).get(0);

    assertEquals("The rent is due monthly.", sample.context());
    assertEquals("When?", sample.question());
    assertEquals(List.of("monthly"), sample.answers());
    assertEquals(Map.of("title", "Lease"), sample.fields());
    assertEquals("7", sample.id());
    assertEquals(5, sample.length());
    assertEquals("en", sample.language());
    assertEquals(
        "Lease: Rent, monthly.\nQuestion: When?\nAnswer:",
        task(PROMPT, "qa_f1").task().template().fill(sample, "Rent, monthly."));
  }

  @Test
  void namesFieldsAndCountsLinesWithoutAnId() {
    OwnTask own =
        new OwnTask(
            "mine",
            "",
            "{text} {q} {choices}",
            8,
            List.of("multiple_choice", "contains_any"),
            "([AB])",
            List.of(),
            "legal",
            "en",
            "text",
            "q",
            "gold",
            PromptStyle.RAW,
            StopRule.NEWLINE,
            AnswerRule.FIRST_LINE);

    List<Sample> samples =
        read(
            own,
            "",
            "{\"text\": \"t\", \"q\": 3, \"choices\": [\"A yes\", \"B no\"], \"gold\": [\"A\"]}");

    assertEquals("line-2", samples.get(0).id());
    assertEquals("3", samples.get(0).question());
    assertEquals("A yes\nB no", samples.get(0).fields().get("choices"));
    Task task = own.task();
    assertEquals("legal", task.category());
    assertEquals(TaskScope.OTHER, task.scope());
    assertEquals("multiple_choice", task.metric().headline());
    assertEquals(
        Map.of("multiple_choice", 1.0, "contains_any", 1.0),
        task.score("A", List.of("A"), List.of()));
  }

  @Test
  void categoryAndScopeFollowTheMetricUnlessTheyAreSaid() {
    assertEquals("single-document", task(PROMPT, "qa_f1").task().category());
    assertEquals(TaskScope.QA, task(PROMPT, "contains_all").task().scope());
    assertEquals(TaskScope.SUMMARIZATION, task(PROMPT, "rouge_l").task().scope());
    assertEquals("code", task(PROMPT, "code_similarity").task().category());
  }

  @Test
  void fieldsArePartOfASamplesKey() {
    String other = LINE.replace("Lease", "Loan").replace(": 7", ": 8");
    OwnTask own = task(PROMPT, "qa_f1");
    List<Sample> samples = read(own, LINE, other.replace(": 8", ": \"7b\""));
    Sample same = read(own, LINE).get(0);

    assertEquals(samples.get(0).key(), same.key());
    Sample loan = read(own, LINE.replace("Lease", "Loan")).get(0);
    assertTrue(!loan.key().equals(same.key()));
  }

  @Test
  void saysWhatIsWrongWithALine() {
    assertFault(":1: Invalid JSON at column", "{\"context\"");
    assertFault(
        ":2: Missing field 'title', for which the prompt has a place (the line has: context,"
            + " question, answers; as mere text it is {{title}})",
        LINE,
        "{\"context\": \"c\", \"question\": \"q\", \"answers\": [\"a\"]}");
    assertFault(
        ":1: Expected text, a number or a list of them in 'title', not {\"a\":1}",
        LINE.replace("\"Lease\"", "{\"a\": 1}"));
    assertFault(
        ":1: Missing field 'answers' or 'answer' with the accepted answers (the line has: id,"
            + " title, context, question, gold; answers-field may name another)",
        LINE.replace("\"answers\"", "\"gold\""));
    assertFault(
        ":1: Expected at least one accepted answer in 'answers', none of them blank",
        LINE.replace("\"monthly\"", "[]"));
    assertFault(":2: Invalid _id '7': an earlier line has it too", LINE, LINE);
  }

  @Test
  void classificationNeedsClassesAndAnAnswerAmongThem() {
    OwnTask own = task("{context}", "classification");
    String line = "{\"context\": \"c\", \"answer\": \"lease\", \"classes\": [\"lease\", \"loan\"]}";

    assertEquals(List.of("lease", "loan"), read(own, line).get(0).classes());
    assertEquals(
        "Missing field 'classes', which the metric classification chooses from (or set classes in"
            + " the study)",
        fault(own, line.replace("\"classes\"", "\"labels\"")).replaceAll(".*:1: ", ""));
    assertEquals(
        "Invalid answer 'rent' (must be one of the classes: lease, loan)",
        fault(own, line.replace("\"answer\": \"lease\"", "\"answer\": \"rent\""))
            .replaceAll(".*:1: ", ""));
  }

  @Test
  void skipsBadLinesWhereTheStudySaysSoButNotAll() throws IOException {
    Path file = Files.writeString(directory.resolve("some.jsonl"), "{}\n" + LINE + "\n");
    OwnTasks tasks = new OwnTasks(List.of(at(task(PROMPT, "qa_f1"), file)));
    List<Sample> samples = new ArrayList<>();

    List<SampleCount> counts =
        tasks.read(List.of("mine"), 0, MalformedLines.SKIP, new Configuration(), samples::add);

    assertEquals(List.of(new SampleCount("mine", 1, 1)), counts);
    Files.writeString(file, "{}\n");
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                tasks.read(
                    List.of("mine"), 0, MalformedLines.SKIP, new Configuration(), samples::add));
    assertEquals(
        "Missing samples of own-tasks.mine: no line of %s is one (1 were skipped)".formatted(file),
        e.getMessage());
  }

  @Test
  void saysThatAFileIsMissing() {
    OwnTasks tasks =
        new OwnTasks(List.of(at(task(PROMPT, "qa_f1"), directory.resolve("none.jsonl"))));

    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                tasks.read(
                    List.of("mine"), 0, MalformedLines.FAIL, new Configuration(), sample -> {}));

    assertEquals(
        "Missing own-tasks.mine.path: %s is no file".formatted(directory.resolve("none.jsonl")),
        e.getMessage());
  }

  @Test
  void rejectsADefinitionThatCannotBeMeant() {
    assertDefinition(
        "Invalid own-tasks.mine.prompt: it has no {context}, the field that prompt compression"
            + " shortens (context-field may be another: one of document, question)",
        () -> task("{document} {question} {{context}}", "qa_f1"));
    assertDefinition(
        "Invalid own-tasks.mine.metric: Missing pattern of multiple_choice (such as 'answer is"
            + " \\(?([A-D])\\b')",
        () -> task(PROMPT, "multiple-choice"));
    assertDefinition(
        "Invalid own-tasks.all: the name must be letters, digits, '.', '_' and '-', and none of"
            + " all, qa, summarization, other",
        () -> named("all"));
    assertDefinition(
        "Invalid own-tasks.a/b: the name must be letters, digits, '.', '_' and '-', and none of"
            + " all, qa, summarization, other",
        () -> named("a/b"));
  }

  private static void assertDefinition(String message, Runnable definition) {
    Exception e = assertThrows(IllegalArgumentException.class, definition::run);
    assertEquals(message, e.getMessage());
  }

  private void assertFault(String message, String... lines) {
    String fault = fault(task(PROMPT, "qa_f1"), lines);
    assertTrue(fault.startsWith("Invalid sample of own-tasks.mine at " + directory), fault);
    assertTrue(fault.contains("lines.jsonl" + message), fault);
  }

  private String fault(OwnTask own, String... lines) {
    return assertThrows(IllegalArgumentException.class, () -> read(own, lines)).getMessage();
  }

  private List<Sample> read(OwnTask own, String... lines) {
    List<Sample> samples = new ArrayList<>();
    try {
      Path file =
          Files.writeString(directory.resolve("lines.jsonl"), String.join("\n", lines) + "\n");
      new OwnTasks(List.of(at(own, file)))
          .read(List.of("mine"), 0, MalformedLines.FAIL, new Configuration(), samples::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return samples;
  }

  private static OwnTask at(OwnTask own, Path file) {
    return new OwnTask(
        own.name(),
        file.toString(),
        own.prompt(),
        own.maxNewTokens(),
        own.metrics(),
        own.pattern(),
        own.classes(),
        own.category(),
        own.language(),
        own.contextField(),
        own.questionField(),
        own.answersField(),
        own.promptStyle(),
        own.stopRule(),
        own.answerRule());
  }

  private static OwnTask named(String name) {
    return new OwnTask(
        name,
        "file",
        PROMPT,
        64,
        List.of("qa_f1"),
        "",
        List.of(),
        "",
        "en",
        "context",
        "",
        "",
        PromptStyle.CHAT,
        StopRule.END_TOKEN,
        AnswerRule.WHOLE);
  }

  private static OwnTask task(String prompt, String metric) {
    return new OwnTask(
        "mine",
        "file",
        prompt,
        64,
        List.of(metric),
        "",
        List.of(),
        "",
        "en",
        "context",
        "",
        "",
        PromptStyle.CHAT,
        StopRule.END_TOKEN,
        AnswerRule.WHOLE);
  }
}
