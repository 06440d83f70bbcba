package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.data.Protocol;
import dev.longspark.prompt.ChatEncoder;
import dev.longspark.prompt.ChatMessage;
import dev.longspark.prompt.ChatTemplate;
import dev.longspark.prompt.TokenIds;
import dev.longspark.prompt.Tokenizer;
import dev.longspark.testing.GoldenModel;
import dev.longspark.testing.GoldenModel.Trace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
  private static final GoldenModel LLAMA = new GoldenModel("llama31-tiny");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsTheReferenceTraceAsJson() throws IOException {
    Trace trace = LLAMA.trace("p7");
    assertEquals(
        0,
        generate(
            LLAMA,
            "--prompt-ids",
            commas(trace),
            "--json",
            "--top-logits",
            "5",
            "--technique",
            "FP32",
            "--max-new-tokens",
            "32"));

    JsonNode json = new ObjectMapper().readTree(out.toString());
    JsonNode expected = LLAMA.expected().get("prompts").get(1);
    assertEquals(trace.generated(), GoldenModel.integers(json.get("ids")));
    assertEquals("LENGTH", json.get("finishReason").asText());
    assertEquals(7, json.get("promptTokens").asInt());
    for (int i = 0; i < 5; i++) {
      JsonNode top = expected.get("top5_last").get(i);
      assertEquals(top.get(0), json.get("topLogits").get(i).get(0));
      assertEquals(top.get(1).asDouble(), json.get("topLogits").get(i).get(1).asDouble(), 1e-3);
    }
    assertEquals(31, json.get("timings").get("tokenMs").size());
    assertEquals(862080, json.get("bytes").get("weights").asLong());
    assertTrue(json.get("energyJoules").isNull());
    assertEquals(
        "q_proj, k_proj, v_proj, gate_proj, up_proj, down_proj, o_proj: linear; o_proj, q_proj,"
            + " k_proj, v_proj, gate_proj, up_proj: quantized.linear_dynamic_fp16 for one row,"
            + " linear above",
        json.get("kernels").get("linear").asText(),
        "matrices that float16 holds exactly, and the others");
    assertEquals(0, json.get("warnings").size());
  }

  @Test
  void tellsWhatTheCacheKept() throws IOException {
    JsonNode golden =
        new ObjectMapper()
            .readTree(
                Path.of("src/test/resources/golden/eviction/llama31-tiny_n150.json").toFile());
    assertEquals(
        0,
        generate(
            LLAMA,
            "--prompt-ids",
            commas(golden.get("context_ids")),
            "--question-ids",
            commas(golden.get("question_ids")),
            "--technique",
            "FP32",
            "--keep",
            "streamingllm:ratio=0.9,sinks=4,view=context",
            "--kept",
            "--json",
            "--max-new-tokens",
            "16"));

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertEquals(
        List.of(365, 354, 237, 134, 127, 83, 69, 17, 276, 166, 30, 239, 148, 137, 31, 154),
        GoldenModel.integers(json.get("ids")));
    assertEquals(162, json.get("promptTokens").asInt());
    for (int layer = 0; layer < 2; layer++) {
      for (int head = 0; head < 2; head++) {
        assertEquals(
            List.of(0, 1, 2, 3, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149),
            GoldenModel.integers(json.get("kept").get(layer).get(head)));
      }
    }
  }

  @Test
  void refusesWhatCannotBeKeptOrTold() {
    assertRefused("Unknown name in --keep: 'snapvk' (did you mean 'snapkv'?", "snapvk");
    assertRefused("Invalid --keep: 'ratio' (expected settings such as", "snapkv:ratio");
    assertRefused("Invalid ratio: 1.5 (must be from 0 to below 1", "snapkv:ratio=1.5");
    assertRefused("Invalid chunk: kind 'snapkv' takes no such setting", "snapkv:chunk=3");
    assertRefused("Cannot keep 3 of 7 tokens by SnapKv[window=64,", "snapkv");
    assertEquals(2, run("--model", LLAMA.folder().toString(), "--prompt-ids", "1,2", "--kept"));
    assertTrue(err.toString().contains("Invalid --kept: it needs --json"), err.toString());
  }

  private void assertRefused(String message, String keep) {
    err.getBuffer().setLength(0);
    assertEquals(2, generate(LLAMA, "--prompt-ids", "1,2,3,4,5,6,7", "--keep", keep));
    assertTrue(err.toString().contains(message), err.toString());
  }

  private static String commas(JsonNode ids) {
    return GoldenModel.integers(ids).stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  @Test
  void encodesAPromptWithOneBeginTokenAndPrintsTheText() {
    assertEquals(
        0,
        generate(
            LLAMA, "--prompt", "The harbour ma", "--technique", "FP32", "--max-new-tokens", "3"));

    assertTrue(err.toString().startsWith("7 prompt tokens"), err.toString());
    assertTrue(out.toString().startsWith(" and"), out.toString());
  }

  @Test
  void readsAPromptFromAFileOrStandardInput(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("prompt.txt"), "The harbour ma");
    String[] options = {"--technique", "FP32", "--max-new-tokens", "8", "--json"};
    assertEquals(0, generate(LLAMA, with(options, "--prompt", "The harbour ma")));
    JsonNode expected = lastLine();
    assertEquals(0, generate(LLAMA, with(options, "--prompt-file", file.toString())));
    assertEquals(expected.get("ids"), lastLine().get("ids"));

    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("The harbour ma".getBytes(StandardCharsets.UTF_8)));
    try {
      assertEquals(0, generate(LLAMA, with(options, "--prompt-file", "-")));
    } finally {
      System.setIn(before);
    }
    assertEquals(expected.get("ids"), lastLine().get("ids"));
    assertEquals(1, generate(LLAMA, with(options, "--prompt-file", "missing.txt")));
    assertTrue(err.toString().contains("Cannot read missing.txt"), err::toString);
  }

  @Test
  void framesAChatByTheModelsTemplate() throws IOException {
    String[] options = {"--technique", "FP32", "--max-new-tokens", "8", "--json"};
    assertEquals(0, generate(LLAMA, with(options, "--chat", "--prompt", "Where is it?")));
    JsonNode chat = lastLine();
    String framed =
        ChatTemplate.read(LLAMA.folder())
            .render(List.of(ChatMessage.user("Where is it?")), Protocol.LONGBENCH.day());
    TokenIds ids;
    try (Tokenizer tokenizer = Tokenizer.open(LLAMA.folder())) {
      ids = new ChatEncoder(tokenizer).encode(framed);
    }
    String commas = ids.stream().mapToObj(String::valueOf).collect(Collectors.joining(","));
    assertEquals(0, generate(LLAMA, with(options, "--prompt-ids", commas)));

    assertEquals(ids.size(), chat.get("promptTokens").asInt());
    assertEquals(chat.get("ids"), lastLine().get("ids"));
    assertEquals(2, generate(LLAMA, "--chat", "--prompt-ids", "1"));
  }

  @Test
  void warnsOfAPromptThatTheTokenizerDoesNotKnow(@TempDir Path folder) throws IOException {
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(LLAMA.folder().resolve(name), folder.resolve(name));
    }
    Files.writeString(
        folder.resolve("tokenizer.json"),
        """
        {"version": "1.0", "pre_tokenizer": {"type": "Whitespace"}, "model":
         {"type": "WordLevel", "vocab": {"[UNK]": 0, "known": 1}, "unk_token": "[UNK]"}}
        """);
    String[] options = {"--model", folder.toString(), "--max-new-tokens", "1", "--prompt"};

    assertEquals(0, run(with(options, "words that it knows not")));
    assertTrue(err.toString().contains("Warning: the model's tokenizer knows nothing of"));
    err.getBuffer().setLength(0);
    assertEquals(0, run(with(options, "one known word")));
    assertFalse(err.toString().contains("Warning"), err::toString);
  }

  private static String[] with(String[] options, String... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }

  private JsonNode lastLine() throws IOException {
    List<String> lines = out.toString().lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  @Test
  void needsNoTokenizerForIds(@TempDir Path folder) throws IOException {
    for (String file : new String[] {"config.json", "model.safetensors"}) {
      Files.copy(LLAMA.folder().resolve(file), folder.resolve(file));
    }
    assertEquals(0, run("--model", folder.toString(), "--prompt-ids", "384,297", "--json"));
    assertTrue(out.toString().contains("\"text\":null"), out.toString());
  }

  @Test
  void refusesBadUsageWithAMessage(@TempDir Path empty) {
    assertRefused("Missing model: nowhere is no directory", "--model", "nowhere", "--prompt", "x");
    assertRefused("Missing config.json", "--model", empty.toString(), "--prompt", "x");
    String model = LLAMA.folder().toString();
    assertRefused("Invalid --prompt-ids: 400", "--model", model, "--prompt-ids", "1,400");
    assertRefused("Invalid --prompt-ids: -1", "--model", model, "--prompt-ids=-1");
    assertRefused("Invalid --prompt-ids: 'x'", "--model", model, "--prompt-ids", "1,x");
    assertRefused("Invalid --prompt-ids: ''", "--model", model, "--prompt-ids", "");
    assertRefused("Unknown technique", "--model", model, "--prompt", "x", "--technique", "FP99");
    assertRefused("Invalid max new", "--model", model, "--prompt", "x", "--max-new-tokens", "0");
    assertRefused("Error", "--model", model);
    assertRefused("Error", "--model", model, "--prompt", "x", "--prompt-ids", "1");
  }

  private void assertRefused(String start, String... arguments) {
    err.getBuffer().setLength(0);
    assertEquals(2, run(arguments), start);
    assertTrue(err.toString().startsWith(start), err.toString());
    assertEquals("", out.toString());
  }

  private int generate(GoldenModel model, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--model";
    all[1] = model.folder().toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return run(all);
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "generate";
    all[1] = "--threads";
    all[2] = "1";
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Longspark.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  private static String commas(Trace trace) {
    return trace.prompt().stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
