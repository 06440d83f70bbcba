package dev.longspark.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama31-tiny",
        "llama-tied-tiny",
        "nemo-tiny",
        "xlmr-tokcls-tiny",
        "bert-tokcls-tiny"
      })
  void encodesAndDecodesAsTheReference(String name) throws IOException {
    GoldenModel model = new GoldenModel(name);

    try (Tokenizer tokenizer = Tokenizer.open(model.directory())) {
      for (JsonNode text : model.expected().get("texts")) {
        String given = text.get("text").asText();
        TokenIds ids = tokenizer.encode(given, SpecialTokens.ADDED);
        assertEquals(GoldenModel.ids(text.get("ids")), ids, given);
        assertEquals(
            GoldenModel.ids(text.get("ids_no_special")),
            tokenizer.encode(given, SpecialTokens.OMITTED),
            given);
        assertEquals(strings(text.get("tokens")), tokenizer.tokens(given, SpecialTokens.ADDED));
        assertEquals(text.get("decoded").asText(), tokenizer.decode(ids, SpecialTokens.ADDED));
        assertEquals(
            text.get("decoded_skip_special").asText(),
            tokenizer.decode(ids, SpecialTokens.OMITTED));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama31-tiny", "llama-tied-tiny", "nemo-tiny"})
  void decodesCutCharactersAsTheReference(String name) throws IOException {
    GoldenModel model = new GoldenModel(name);

    try (Tokenizer tokenizer = Tokenizer.open(model.directory())) {
      for (JsonNode cut : model.expected().get("partial_decode")) {
        TokenIds ids = GoldenModel.ids(cut.get("ids"));
        assertEquals(cut.get("decoded").asText(), tokenizer.decode(ids, SpecialTokens.ADDED));
      }
    }
  }

  @Test
  void neitherCutsNorPadsWhateverItsFileSays(@TempDir Path directory) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode file =
        (ObjectNode)
            json.readTree(
                new GoldenModel("llama31-tiny").directory().resolve("tokenizer.json").toFile());
    file.set(
        "truncation",
        json.readTree(
            """
            {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0}
            """));
    file.set(
        "padding",
        json.readTree(
            """
            {"strategy": {"Fixed": 9000}, "direction": "Right", "pad_to_multiple_of": null,
             "pad_id": 388, "pad_type_id": 0, "pad_token": "<|finetune_right_pad_id|>"}
            """));
    json.writeValue(directory.resolve("tokenizer.json").toFile(), file);

    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      String text = "barge, ".repeat(1000);
      TokenIds ids = tokenizer.encode(text, SpecialTokens.OMITTED);
      assertEquals(text, tokenizer.decode(ids, SpecialTokens.ADDED));
    }
  }

  @Test
  void keepsOddCharacters() {
    try (Tokenizer tokenizer = Tokenizer.open(new GoldenModel("llama31-tiny").directory())) {
      assertEquals("a\0b\u2028𝄞", roundTrip(tokenizer, "a\0b\u2028𝄞"));
      assertEquals("a\ufffdb", roundTrip(tokenizer, "a\ud834b"));
    }
  }

  @Test
  void namesAMissingFile(@TempDir Path directory) throws IOException {
    Exception e = assertThrows(UncheckedIOException.class, () -> Tokenizer.open(directory));

    assertEquals("Missing tokenizer: " + directory.resolve("tokenizer.json"), e.getMessage());
  }

  @Test
  void namesABrokenFile(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("tokenizer.json"), "{\"version\": ");

    Exception e = assertThrows(IllegalArgumentException.class, () -> Tokenizer.open(directory));

    assertTrue(
        e.getMessage()
            .startsWith(
                "Invalid JSON in "
                    + directory.resolve("tokenizer.json")
                    + " at column 13: Unexpected end-of-input"),
        e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    Files.writeString(directory.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");
    Exception other = assertThrows(IllegalArgumentException.class, () -> Tokenizer.open(directory));
    assertTrue(
        other.getMessage().startsWith("Cannot read tokenizer " + directory), other.getMessage());
  }

  private static String roundTrip(Tokenizer tokenizer, String text) {
    return tokenizer.decode(tokenizer.encode(text, SpecialTokens.ADDED), SpecialTokens.OMITTED);
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(string -> strings.add(string.asText()));
    return strings;
  }
}
