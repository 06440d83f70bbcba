package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longspark.testing.GoldenModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneCommandTest {
  private static final Path MODEL = new GoldenModel("llama31-tiny").folder();
  private static final String TEXT = "src/main/resources/sample/data/qasper.jsonl";
  private static final String FOUR_BIT = "src/main/resources/sample/base-gptq";

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void writesAModelThatGeneratesAndShowsItsSizes() throws IOException {
    String small = directory.resolve("small").toString();

    assertEquals(0, prune(small, "--hidden", "64", "--ffn", "96", "--layers", "1"), err::toString);

    assertTrue(err.toString().startsWith("Watching 2 sequences, 80 tokens"), err::toString);
    assertTrue(
        out.toString().matches("(?s).*\\nlayers +2 +1\\nhidden +96 +64\\n.*"), out::toString);
    assertTrue(out.toString().contains("Before any training, on 80 tokens"), out::toString);
    out.getBuffer().setLength(0);
    assertEquals(
        0,
        run("generate", "--threads", "1", "--model", small, "--prompt", "The harbour", "--json"),
        err::toString);
    JsonNode generation = new ObjectMapper().readTree(out.toString());
    assertFalse(generation.get("ids").isEmpty());
  }

  @Test
  void refusesBadArgumentsWithAMessage() throws IOException {
    String small = directory.resolve("small").toString();
    assertRefused("Invalid sizes: they are those of the full model", small);
    assertRefused(
        "Invalid hidden: 128 (must be at most the full model's 96)", small, "--hidden", "128");
    assertRefused("Invalid heads: ", small, "--heads", "3", "--kv-heads", "2");
    assertRefused("Invalid value for option '--layers'", small, "--layers", "few");
    assertFalse(Files.exists(Path.of(small)));
    Files.createDirectory(Path.of(small));
    Files.writeString(Path.of(small, "notes.txt"), "mine");
    assertRefused("Watching 2 sequences, 80 tokens\nCannot write to ", small, "--hidden", "64");
  }

  @Test
  void refusesWhatIsNoModelOrAlreadyInFourBits() {
    assertRefusedModel("Missing config.json in the model directory nowhere", "nowhere");
    assertRefusedModel("Watching 2 sequences, 80 tokens\nCannot prune ", FOUR_BIT);
  }

  private void assertRefusedModel(String start, String model) {
    err.getBuffer().setLength(0);
    String to = directory.resolve("none").toString();
    assertEquals(2, prune(to, "--model", model, "--hidden", "64"), err::toString);
    assertTrue(err.toString().startsWith(start), err::toString);
  }

  private void assertRefused(String start, String folder, String... arguments) {
    err.getBuffer().setLength(0);
    assertEquals(2, prune(folder, arguments), start);
    assertTrue(err.toString().startsWith(start), err::toString);
    assertEquals("", out.toString());
  }

  private int prune(String folder, String... arguments) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("prune", "--out", folder));
    all.addAll(List.of("--calibration", TEXT, "--sequences", "2", "--tokens", "40"));
    all.addAll(List.of("--threads", "1"));
    all.addAll(List.of(arguments));
    if (!all.contains("--model")) {
      all.addAll(List.of("--model", MODEL.toString()));
    }
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return Longspark.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
