package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlanCommandTest {
  private final StringWriter messages = new StringWriter();

  @Test
  void printsThePapersGridWithoutAnyCheckpoint() {
    String page =
        run(0, "plan", "conf/paper-8b-12b.yaml", "--cells", "--set", "techniques=[FP16, Minitron]");

    assertTrue(page.startsWith("paper-8b-12b: 2 models, 2 techniques, 6 tasks"), page);
    assertTrue(page.contains("LongBench's published ones: there are no data at"), page);
    assertTrue(page.contains("estimated: no tokenizer is at hand"), page);
    assertTrue(
        page.lines()
            .anyMatch(
                line ->
                    line.matches(
                        "llama-3.1-8b +FP16 +narrativeqa +paper +200 .* 16\\.061 .* yes .*")),
        page);
    assertTrue(page.contains("mistral-nemo-12b / Minitron (8192 positions)"), page);
    assertTrue(page.contains("All stages on 1 executor(s)"), page);
  }

  @Test
  void showsWhatDoesNotFitAndWhatWould() {
    String page =
        run(
            0,
            "plan",
            "conf/paper-70b.yaml",
            "--set",
            "techniques=[FP16, Nemotron]",
            "--set",
            "resources.devices-per-replica=4");

    assertTrue(
        page.lines()
            .anyMatch(
                line ->
                    line.matches(
                        "llama-3.1-70b / FP16 / gov_report / paper +\\d+ of 200 +\\d+ +5 +Nemotron")),
        page);
  }

  @Test
  void aLineForEachTechniqueFitsATerminal() {
    String page = run(0, "plan", "conf/paper-70b.yaml", "--set", "techniques=[FP16, W4A16]");

    List<String> stacks =
        page.lines().filter(line -> line.matches("llama-3.1-70b +(FP16|W4A16) .*")).toList();
    assertEquals(2, stacks.size(), page);
    assertTrue(
        stacks.get(0).matches("llama-3.1-70b +FP16 +6 +1200 +\\d+ +\\d+\\.\\d+ .* yes .*"), page);
    assertTrue(stacks.stream().allMatch(line -> line.length() <= 100), page);
  }

  @Test
  void countsTokensOfTheEmbeddedStudy() {
    String page = run(0, "plan", "conf/sample.yaml", "--cells");

    assertTrue(page.contains("counted by the models' tokenizers"), page);
    assertTrue(page.contains("MB"), page);
  }

  @Test
  void endsWithTwoAndOneMessageWhereTheStudyIsWrong() {
    run(2, "plan", "conf/sample.yaml", "--set", "generation.batches=2");

    assertEquals(
        "Unknown key: generation.batches (did you mean 'batch'? one of: max-new-tokens,"
            + " forced-length, prefill-chunk, fidelity, batch, batching) [--set generation.batches=2]",
        messages.toString().strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "run"})
  void endsWithTwoAndOneMessageWhereATemplateFails(String command, @TempDir Path folder)
      throws IOException {
    Path base = Path.of("src/main/resources/sample/base");
    Files.copy(base.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        """
        {"bos_token": "<|begin|>", "chat_template": "{{ bos_token }}\\n{{ messages|shout }}"}
        """);

    run(2, command, "conf/sample.yaml", "--set", "models.base.tokenizer=" + folder);

    assertEquals(
        "Cannot render chat template of "
            + folder
            + ", line 2: TemplateSyntaxError: No filter named 'shout'.",
        messages.toString().strip());
  }

  @Test
  void rendersTheFirstSampleOfEachTask(@TempDir Path folder) throws IOException {
    Path base = Path.of("src/main/resources/sample/base");
    Files.copy(base.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        """
        {"chat_template": "{% if messages[0].content|length > 999 %}{{ messages.nope() }}{% endif %}"}
        """);

    run(2, "plan", "conf/sample.yaml", "--set", "models.base.tokenizer=" + folder);

    assertEquals(
        "Cannot render chat template of "
            + folder
            + ", line 1: UndefinedError: 'list object' has no attribute 'nope'",
        messages.toString().strip());
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
