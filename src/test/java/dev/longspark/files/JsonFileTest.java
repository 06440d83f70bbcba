package dev.longspark.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFileTest {
  @TempDir private Path folder;

  @Test
  void readsTheNumbersThatPythonWrites() throws IOException {
    JsonNode json = JsonFile.read(write("{\"a\": [NaN, Infinity, -Infinity], \"b\": 1}"));

    assertTrue(Double.isNaN(json.get("a").get(0).doubleValue()));
    assertEquals(Double.POSITIVE_INFINITY, json.get("a").get(1).doubleValue());
    assertEquals(Double.NEGATIVE_INFINITY, json.get("a").get(2).doubleValue());
    assertEquals(1, json.get("b").intValue());
  }

  @Test
  void takesTheLastOfEqualKeysUnlessTheyAreRefused() throws IOException {
    String text = "{\"a\": 1, \"a\": 2}";

    assertEquals(2, JsonFile.parse(text, JsonFile.EqualKeys.LAST).get("a").intValue());
    assertThrows(IOException.class, () -> JsonFile.parse(text, JsonFile.EqualKeys.REFUSED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a': nan} | at column 11: Unrecognized token 'nan'",
        "{'a': 1} {'b': 2} | at column 10: Trailing token",
        "{'a': | at column",
      })
  void saysInOneLineWhereAFileIsWrong(String text, String reason) throws IOException {
    Path file = write(text.replace('\'', '"'));

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> JsonFile.read(file));

    assertTrue(e.getMessage().startsWith("Invalid JSON in " + file + " at column"), e.getMessage());
    assertTrue(e.getMessage().contains(reason.strip()), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    assertFalse(e.getMessage().contains("Exception"), e.getMessage());
  }

  @Test
  void namesWhatIsNoObjectOrNotThere() throws IOException {
    Path file = write("[1]");

    assertEquals(
        "Expected a JSON object in " + file,
        assertThrows(IllegalArgumentException.class, () -> JsonFile.object(file)).getMessage());
    Path missing = folder.resolve("missing.json");
    assertEquals(
        "Missing file: " + missing,
        assertThrows(UncheckedIOException.class, () -> JsonFile.read(missing)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version https://git-lfs.github.com/spec/v1 | a Git LFS pointer",
        "/annex/objects/SHA256E-s5--1 | a git-annex pointer",
        "'  <!DOCTYPE html><html>' | a web page",
        "Entry not found | the answer of a server that has no such file",
        "'' | empty",
        "GGUF\u0003 | a GGUF file",
        "PK\u0003\u0004x | a zip archive",
        "PAR1 | a Parquet file"
      })
  void recognisesOtherForms(String head, String what) throws IOException {
    Path file = write(head);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> JsonFile.read(file));

    assertTrue(
        e.getMessage().startsWith("Cannot read " + file + ": it is " + what), e.getMessage());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("file.json"), text);
  }
}
