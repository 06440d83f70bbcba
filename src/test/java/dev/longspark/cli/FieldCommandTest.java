package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sees of models and data as they are met outside. */
class FieldCommandTest {
  private static final Path SAMPLE = Path.of("src/main/resources/sample");
  private static final Path FIELD = Path.of("src/test/resources/field");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void copyBase() throws IOException {
    model = Files.createDirectories(folder.resolve("10:00:00/models: a"));
    copy(SAMPLE.resolve("base"), model);
  }

  /** Expected values: transformers in float32. */
  @ParameterizedTest
  @ValueSource(strings = {"model", "v-scaling-holds-theta"})
  void rotaryBaseIsFoundWhereverItStands(String variant) throws IOException {
    copy(FIELD.resolve("04-rope-theta-outside").resolve(variant), model);

    assertEquals(
        0,
        run(
            "generate",
            "--model",
            model.toString(),
            "--prompt",
            "Who is the parent of Gaendyx?",
            "--technique",
            "FP32",
            "--max-new-tokens",
            "1",
            "--json",
            "--top-logits",
            "3"),
        err::toString);

    JsonNode logits = new ObjectMapper().readTree(out.toString()).get("topLogits");
    int[] ids = {262, 301, 1022};
    double[] expected = {8.0082, 6.9683, 6.3284};
    for (int i = 0; i < ids.length; i++) {
      assertEquals(ids[i], logits.get(i).get(0).asInt());
      assertEquals(expected[i], logits.get(i).get(1).asDouble(), 1e-3);
    }
  }

  @Test
  void oneMessageSaysThatATokenizerIsAPointer() throws IOException {
    copy(FIELD.resolve("03-lfs-pointer/model-tokenizer"), model);

    assertEquals(2, run("generate", "--model", model.toString(), "--prompt", "a"));
    assertEquals(
        "Cannot read "
            + model.resolve("tokenizer.json")
            + ": it is a Git LFS pointer, which stands for the file that is meant (fetch it with:"
            + " git lfs pull)",
        err.toString().strip());
  }

  @Test
  void longBenchEIsScoredByLength() {
    Path scores = folder.resolve("scores.jsonl");

    assertEquals(
        0,
        run(
            "score",
            "--predictions",
            FIELD.resolve("12-longbench-e/pred_e").toString(),
            "--out",
            scores.toString()),
        err::toString);

    assertEquals(
        """
        task                  metric            score   lines
        qasper_e 0-4k         qa_f1            100.00       1
        qasper_e 4-8k         qa_f1            100.00       1
        qasper_e 8k+          qa_f1              0.00       1
        """,
        out.toString()
            .lines()
            .filter(line -> line.startsWith("task") || line.contains("qa_f1"))
            .map(line -> line + "\n")
            .collect(java.util.stream.Collectors.joining()));
  }

  @Test
  void planSaysWhereFilesDisagree() throws IOException {
    copy(FIELD.resolve("01-stale-index/model"), model);
    Files.writeString(model.resolve("special_tokens_map.json"), "{\"bos_token\": \"<|user|>\"}");

    String page = plan(0);

    assertTrue(
        page.contains(
            "Files of base / FP16 disagree: model.safetensors.index.json lies beside"
                + " model.safetensors, which counts; bos_token is '<|begin|>' in"
                + " tokenizer_config.json, '<|user|>' in special_tokens_map.json, which counts"),
        page);
  }

  @Test
  void planSeesAWindowShorterThanThePrompts() throws IOException {
    Path config = model.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("LlamaForCausalLM", "MistralForCausalLM")
            .replace("\"llama\"", "\"mistral\", \"sliding_window\": 256"));

    String page = plan(0);

    assertFalse(page.isEmpty());
    assertEquals("", err.toString());
  }

  @Test
  void planSeesWeightsThatAreNotThereYet() throws IOException {
    Files.copy(
        FIELD.resolve("03-lfs-pointer/model-tokenizer/tokenizer.json"),
        model.resolve("model.safetensors"),
        StandardCopyOption.REPLACE_EXISTING);

    plan(2);

    assertTrue(
        err.toString()
            .startsWith(
                "Cannot read " + model.resolve("model.safetensors") + ": it is a Git LFS pointer"),
        err::toString);
  }

  private String plan(int code) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data 10:00:00"));
    copy(SAMPLE.resolve("data"), data);
    Path study = folder.resolve("study.yaml");
    Files.writeString(
        study,
        """
        models: {base: {checkpoint: '10:00:00/models: a'}}
        techniques: [FP16]
        tasks: [qasper]
        protocols: [longbench]
        data: {path: 'data 10:00:00'}
        """);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(page, true, StandardCharsets.UTF_8));
    try {
      assertEquals(code, run("plan", study.toString()), err::toString);
    } finally {
      System.setOut(before);
    }
    return page.toString(StandardCharsets.UTF_8);
  }

  private int run(String... arguments) {
    return Longspark.execute(
        Longspark.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true)),
        arguments);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file, to.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
