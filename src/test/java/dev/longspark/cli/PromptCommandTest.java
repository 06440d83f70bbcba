package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptCommandTest {
  private static final String BASE = "src/main/resources/sample/base";

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsAPromptAndItsIds() {
    run(0, "prompt", "--model", BASE);

    List<String> lines = out.toString().lines().toList();
    assertEquals("<|begin|><|user|>What is written here?<|assistant|>", lines.get(0));
    assertTrue(
        lines.get(1).matches("\\d+=<\\|begin\\|> \\d+=<\\|user\\|> (\\d+ )+\\d+=\\S+"),
        lines.get(1));
    assertTrue(err.toString().matches("\\d+ tokens\\R"), err.toString());
  }

  @Test
  void saysThatAModelHasNoChatTemplate() throws IOException {
    Path model = Files.createDirectory(directory.resolve("model"));
    Files.copy(Path.of(BASE, "tokenizer.json"), model.resolve("tokenizer.json"));

    run(2, "prompt", "--model", model.toString());

    assertTrue(err.toString().startsWith("Missing chat template in " + model), err.toString());
    Path config = model.resolve("tokenizer_config.json");
    Files.writeString(config, "{\"chat_template\": [{\"name\": \"default\"}]}");
    err.getBuffer().setLength(0);
    run(2, "prompt", "--model", model.toString());
    assertEquals(
        "Invalid chat_template in "
            + config
            + ": 'default' is absent (must be a text, or a list of them with their names)",
        err.toString().strip());
  }

  @Test
  void printsTheIdsOfAConversation() throws IOException {
    Path chat = directory.resolve("chat.json");
    Files.writeString(
        chat,
        """
        {"messages": [{"role": "user", "content": " Hi "}], "add_generation_prompt": false}
        """);

    run(0, "prompt", "--model", BASE, "--messages", chat.toString());

    assertEquals("<|begin|><|user|>Hi", out.toString().lines().findFirst().orElseThrow());
    String marked = out.toString().lines().skip(1).findFirst().orElseThrow();
    out.getBuffer().setLength(0);
    run(0, "prompt", "--model", BASE, "--messages", chat.toString(), "--ids");
    assertEquals(marked.replaceAll("=\\S+", "").replace(' ', ','), out.toString().strip());
  }

  @Test
  void printsASampleOfAStudy() {
    String study = "conf/sample.yaml";
    run(0, "prompt", "--model", BASE, "--study", study, "--task", "qasper", "--sample", "2");

    assertTrue(out.toString().startsWith("<|begin|><|user|>You are given"), out.toString());
    String second = out.toString();
    out.getBuffer().setLength(0);
    run(0, "prompt", "--model", BASE, "--study", study, "--task", "qasper");
    assertTrue(!second.equals(out.toString()));
  }

  @Test
  void refusesWhatTheStudyLacks() {
    run(2, "prompt", "--model", BASE, "--study", "conf/sample.yaml", "--task", "trec");

    assertEquals(
        "Invalid --task: 'trec' is none of the study's"
            + " [narrativeqa, qasper, hotpotqa, 2wikimqa, gov_report, multi_news]",
        err.toString().strip());
    err.getBuffer().setLength(0);
    String[] args = {
      "prompt", "--model", BASE, "--study", "conf/sample.yaml", "--task", "qasper", "--sample", "99"
    };
    run(2, args);
    assertEquals("Invalid --sample: 99 (task qasper has 24)", err.toString().strip());
  }

  @Test
  void rendersLines() throws IOException {
    Path lines = directory.resolve("lines.jsonl");
    Path texts = directory.resolve("texts.jsonl");
    Files.write(
        lines,
        """
        {"id": "a", "template": "{{ x }} {{ n }} {{ strftime_now('%F') }}", "context": {"x": "é", "n": NaN}}
        {"id": 2, "template": "a\\n{{ x.y }}", "context": {}}
        {"id": "c", "template"
        {"id": "d"}
        \u00ff\ufffe
        {"id": "e", "template": "{{ i }}{{ f }}{{ none }}", "context": {"i": 12345678901234567890, "f": 1.0}}
        """
            .getBytes(StandardCharsets.UTF_8));

    run(
        0,
        "prompt",
        "--lines",
        lines.toString(),
        "--out",
        texts.toString(),
        "--date",
        "2026-07-04");

    List<JsonNode> results = new ArrayList<>();
    for (String line : Files.readAllLines(texts)) {
      results.add(new ObjectMapper().readTree(line));
    }
    assertEquals(6, results.size());
    assertEquals("é nan 2026-07-04", results.get(0).get("text").asText());
    assertEquals(2, results.get(1).get("id").asInt());
    assertEquals("line 2: UndefinedError: 'x' is undefined", results.get(1).get("error").asText());
    assertTrue(results.get(2).get("id").isNull());
    assertTrue(results.get(2).get("error").asText().startsWith("line 3 of the file: "));
    assertTrue(results.get(3).get("error").asText().contains("\"template\""));
    assertTrue(results.get(4).has("error"));
    assertEquals("123456789012345678901.0None", results.get(5).get("text").asText());
    assertEquals("2 texts, 4 errors", err.toString().strip());
  }

  @Test
  void endsWithTwoWhereTheTemplateOrTheMessagesAreWrong() throws IOException {
    Path chat = directory.resolve("chat.json");
    Files.writeString(chat, "{\"role\": \"user\"}");
    run(2, "prompt", "--model", BASE, "--messages", chat.toString());
    assertEquals(
        "Invalid messages in "
            + chat
            + " (must be a list of messages, or an object with one as \"messages\")",
        err.toString().strip());

    err.getBuffer().setLength(0);
    Files.copy(Path.of(BASE, "tokenizer.json"), directory.resolve("tokenizer.json"));
    Files.writeString(
        directory.resolve("tokenizer_config.json"), "{\"chat_template\": \"{% if %}\"}");
    run(2, "prompt", "--model", directory.toString());
    assertEquals(
        "Cannot render chat template of "
            + directory
            + ", line 1: TemplateSyntaxError: Expected an expression, got 'end of statement block'",
        err.toString().strip());
  }

  @Test
  void wantsToKnowWhatToPrint() {
    run(2, "prompt");
    run(2, "prompt", "--model", BASE, "--lines", "a", "--out", "b");
    run(2, "prompt", "--lines", "a");
    run(2, "prompt", "--model", BASE, "--task", "qasper");
  }

  private void run(int exitCode, String... args) {
    int code =
        Longspark.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    assertEquals(exitCode, code, err::toString);
  }
}
