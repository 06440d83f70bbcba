package dev.longspark.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.data.LongBench;
import dev.longspark.data.MalformedLines;
import dev.longspark.data.Protocol;
import dev.longspark.data.Sample;
import dev.longspark.data.SampleSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerFilesTest {
  private static final Path SAMPLE = Path.of("src/main/resources/sample");
  private static final Path FIELD = Path.of("src/test/resources/field");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** Folders, and what transformers made of them. */
  record Case(JsonNode json) {
    @Override
    public String toString() {
      return json.get("name").asText();
    }
  }

  static Stream<Case> folders() throws IOException {
    JsonNode cases =
        JSON.readTree(Path.of("src/test/resources/golden/tokenizer-folders.json").toFile());
    return StreamSupport.stream(cases.spliterator(), false).map(Case::new);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void readsFoldersAsTransformers(Case folderCase) throws IOException {
    JsonNode expected = folderCase.json();
    write(expected);

    try (Tokenizer tokenizer = Tokenizer.open(folder)) {
      for (JsonNode text : expected.get("texts")) {
        String given = text.get("text").asText();
        TokenIds ids = tokenizer.encode(given, SpecialTokens.ADDED);
        assertEquals(GoldenModel.ids(text.get("ids")), ids, given);
        assertEquals(
            GoldenModel.ids(text.get("ids_no_special")),
            tokenizer.encode(given, SpecialTokens.OMITTED),
            given);
        assertEquals(
            text.get("decoded").asText(), tokenizer.decode(ids, SpecialTokens.OMITTED), given);
        assertEquals(text.get("whole").asText(), tokenizer.decode(ids, SpecialTokens.ADDED), given);
      }
    }
    assertEquals(
        JSON.convertValue(expected.get("special_tokens"), Map.class),
        TokenizerFiles.read(folder).specialTokens());
    if (expected.path("chat").isTextual()) {
      assertEquals(
          expected.get("chat").asText(),
          ChatTemplate.read(folder).render(List.of(ChatMessage.user("hi")), LocalDate.EPOCH));
    } else if (expected.has("chat")) {
      assertThrows(IllegalArgumentException.class, () -> ChatTemplate.read(folder));
    }
  }

  private void write(JsonNode folderCase) throws IOException {
    ObjectNode tokenizer =
        (ObjectNode) JSON.readTree(SAMPLE.resolve("base/tokenizer.json").toFile());
    folderCase
        .path("tokenizer")
        .properties()
        .forEach(
            entry -> {
              if (entry.getKey().equals("added_tokens")) {
                ((ArrayNode) tokenizer.get("added_tokens")).addAll((ArrayNode) entry.getValue());
              } else {
                tokenizer.set(entry.getKey(), entry.getValue());
              }
            });
    Files.write(folder.resolve("tokenizer.json"), JSON.writeValueAsBytes(tokenizer));
    for (Map.Entry<String, JsonNode> file : folderCase.get("files").properties()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(
          path,
          file.getValue().isTextual() ? file.getValue().asText() : file.getValue().toString());
    }
  }

  @Test
  void beginTokenOfTheSpecialTokensMapStandsInThePrompt() throws IOException {
    copyBase();
    lay("08-special-tokens-map/model");

    try (Tokenizer tokenizer = Tokenizer.open(folder)) {
      PromptBuilder prompts =
          new PromptBuilder(tokenizer, ChatTemplate.read(folder), Protocol.LONGBENCH, 4096);
      Sample first = samples("qasper").get(0);
      Prompt prompt = prompts.build(LongBench.task("qasper"), first, first.context());
      assertEquals(0, prompt.ids().at(0));
      assertEquals(467, prompt.ids().size());
    }
  }

  @Test
  void addedTokensMayStandInOtherFiles() throws IOException {
    copyBase();
    lay("09-added-tokens-elsewhere/model");
    assertImStart();
    Files.delete(folder.resolve("added_tokens.json"));
    assertImStart();
    copyBase();
    lay("09-added-tokens-elsewhere/model");
    Files.copy(
        SAMPLE.resolve("base/tokenizer_config.json"),
        folder.resolve("tokenizer_config.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertImStart();
  }

  private void assertImStart() {
    try (Tokenizer tokenizer = Tokenizer.open(folder)) {
      assertEquals(TokenIds.of(2247), tokenizer.encode("<|im_start|>", SpecialTokens.OMITTED));
    }
  }

  @Test
  void saysWhereFilesDisagree() throws IOException {
    copyBase();
    assertEquals(List.of(), TokenizerFiles.read(folder).disagreements());
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        """
        {"bos_token": "<|begin|>", "eos_token": "<|end|>", "add_bos_token": false, "add_eos_token": false,
         "chat_template": "a",
         "added_tokens_decoder": {"2": {"content": "<|user|>", "lstrip": true, "special": true, "normalized": false},
                                  "2300": {"content": "<|im_start|>", "special": true}}}
        """);
    Files.writeString(folder.resolve("chat_template.jinja"), "b");
    Files.writeString(
        folder.resolve("special_tokens_map.json"),
        "{\"bos_token\": \"<|begin|>\", \"eos_token\": \"<|user|>\"}");
    Files.writeString(folder.resolve("added_tokens.json"), "{\"<|new|>\": 2301}");

    assertEquals(
        List.of(
            "eos_token is '<|user|>' in special_tokens_map.json, '<|end|>' in"
                + " tokenizer_config.json, which counts, for it has added_tokens_decoder",
            "'<|new|>' is token 2301 in added_tokens.json, but not in added_tokens_decoder of"
                + " tokenizer_config.json, which counts",
            "chat_template of tokenizer_config.json is another than chat_template.jinja, which"
                + " counts",
            "'<|user|>' is special in tokenizer.json, special+lstrip in tokenizer_config.json, which"
                + " counts",
            "'<|im_start|>' is token 2300 in tokenizer_config.json, but its place in the vocabulary"
                + " makes it 2247, which counts",
            "add_bos_token is false in tokenizer_config.json, but tokenizer.json, which counts, adds"
                + " '<|begin|>'"),
        TokenizerFiles.read(folder).disagreements());
  }

  @Test
  void tokenThatTwoFilesNameDifferentlyIsADisagreement() throws IOException {
    copyBase();
    Files.writeString(folder.resolve("special_tokens_map.json"), "{\"bos_token\": \"<|user|>\"}");

    assertEquals(
        List.of(
            "bos_token is '<|begin|>' in tokenizer_config.json, '<|user|>' in"
                + " special_tokens_map.json, which counts"),
        TokenizerFiles.read(folder).disagreements());
  }

  @Test
  void namesWhatStandsInPlaceOfATokenizer() throws IOException {
    copyBase();
    lay("03-lfs-pointer/model-tokenizer");
    assertEquals(
        "Cannot read "
            + folder.resolve("tokenizer.json")
            + ": it is a Git LFS pointer, which stands for the file that is meant (fetch it with:"
            + " git lfs pull)",
        refusal());
    Files.delete(folder.resolve("tokenizer.json"));
    Files.writeString(folder.resolve("tokenizer.model"), "\n\u000e");
    assertEquals(
        "Missing tokenizer: "
            + folder.resolve("tokenizer.json")
            + " (tokenizer.model is there, which is not read: save the tokenizer with transformers)",
        refusal());
  }

  @Test
  void saysThatTheClassCutsOtherwiseThanTheFile() throws IOException {
    copyBase();
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"LlamaTokenizerFast\"}");
    assertEquals(
        List.of(
            "tokenizer_class LlamaTokenizer makes a tokenizer of its own from this vocabulary:"
                + " tokenizer.json counts as it stands"),
        TokenizerFiles.read(folder).disagreements());

    write(
        folders()
            .filter(c -> c.toString().equals("class in config.json"))
            .findFirst()
            .get()
            .json());
    assertEquals(
        List.of(
            "tokenizer_class LlamaTokenizer cuts texts at blanks otherwise than normalizer,"
                + " pre_tokenizer and decoder of tokenizer.json: the class counts"),
        TokenizerFiles.read(folder).disagreements());
  }

  @Test
  void refusesToDropMergesByChance() throws IOException {
    copyBase();
    Path file = folder.resolve("tokenizer.json");
    ObjectNode tokenizer = (ObjectNode) JSON.readTree(file.toFile());
    ((ObjectNode) tokenizer.get("model")).put("dropout", 0.5);
    Files.write(file, JSON.writeValueAsBytes(tokenizer));

    assertEquals(
        "Invalid dropout of the model in "
            + file
            + ": 0.5 (must be null: a text must have the same ids each time)",
        refusal());
  }

  @Test
  void refusesToSplitSpecialTokens() throws IOException {
    copyBase();
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"split_special_tokens\": true}");

    assertTrue(refusal().startsWith("Invalid split_special_tokens in " + folder), refusal());
  }

  private String refusal() {
    RuntimeException e = assertThrows(RuntimeException.class, () -> Tokenizer.open(folder));
    assertTrue(
        e instanceof IllegalArgumentException || e instanceof UncheckedIOException, e::toString);
    return e.getMessage();
  }

  private static List<Sample> samples(String task) {
    List<Sample> samples = new ArrayList<>();
    new SampleSource(SAMPLE.resolve("data").toString(), 0, MalformedLines.FAIL)
        .read(List.of(task), new Configuration(), samples::add);
    return samples;
  }

  private void copyBase() throws IOException {
    for (String name : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
      Files.write(folder.resolve(name), Files.readAllBytes(SAMPLE.resolve("base").resolve(name)));
    }
  }

  private void lay(String field) throws IOException {
    try (Stream<Path> files = Files.list(FIELD.resolve(field))) {
      for (Path file : files.toList()) {
        Files.write(
            folder.resolve(Objects.requireNonNull(file.getFileName())), Files.readAllBytes(file));
      }
    }
  }
}
