package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FaultMessageTest {
  @Test
  void saysWhatEachCauseAddsAndNoClassNames() {
    Exception inner = new IOException("expected value at line 1");
    Exception middle = new IOException(inner);

    assertEquals(
        "Cannot read a: expected value at line 1",
        FaultMessage.of(new UncheckedIOException("Cannot read a", new IOException(middle))));
    assertEquals(
        "expected value at line 1",
        FaultMessage.of(new IllegalStateException(new RuntimeException(middle))));
  }

  @Test
  void putsFaultsOfFilesIntoWords() {
    assertEquals(
        "Cannot read a: there is no file /x/a",
        FaultMessage.of(
            new UncheckedIOException("Cannot read a", new NoSuchFileException("/x/a"))));
    assertEquals(
        "Cannot read a: it is not UTF-8",
        FaultMessage.of(new UncheckedIOException("Cannot read a", new MalformedInputException(1))));
    assertEquals(
        "Malformed input: F\ufffdr (does the locale have these letters? set LC_ALL=C.UTF-8)",
        FaultMessage.of(new InvalidPathException("F\ufffdr", "Malformed input")));
  }

  @Test
  void saysWhatAParserSaysOnceAndInOneLine() {
    JsonProcessingException cause =
        assertThrows(
            JsonProcessingException.class, () -> new ObjectMapper().readTree("{\"a\": [1,"));
    String message = cause.getOriginalMessage().lines().findFirst().orElseThrow();

    assertEquals(
        "Invalid JSON in a: " + message,
        FaultMessage.of(new IllegalArgumentException("Invalid JSON in a: " + message, cause)));
  }

  @Test
  void namesTheClassWhereNothingElseIsSaid() {
    assertEquals("NullPointerException", FaultMessage.of(new NullPointerException()));
  }
}
