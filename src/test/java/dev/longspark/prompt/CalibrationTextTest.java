package dev.longspark.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTextTest {
  private static final Path MODEL = Path.of("src/main/resources/sample/base");
  private static final String SENTENCE = "The harbour master of Vell kept a ledger. ";

  @TempDir private Path dir;

  @Test
  void takesPiecesEvenlyFromTextsAndContexts() throws IOException {
    Path text = Files.writeString(dir.resolve("a.txt"), SENTENCE.repeat(40));
    Path lines =
        Files.writeString(
            dir.resolve("b.jsonl"),
            "{\"context\": \"%s\", \"input\": \"Who?\"}\n\n".formatted(SENTENCE));

    try (Tokenizer tokenizer = Tokenizer.open(MODEL)) {
      CalibrationText all = CalibrationText.read(List.of(text, lines), tokenizer, 1000, 64);
      CalibrationText some = CalibrationText.read(List.of(text, lines), tokenizer, 2, 64);

      int last = all.sequences().size() - 1;
      assertEquals(
          tokenizer.encode(SENTENCE, SpecialTokens.ADDED), all.sequences().get(last), "context");
      all.sequences().subList(0, last - 1).forEach(piece -> assertEquals(64, piece.size()));
      assertEquals(2, some.sequences().size());
      assertEquals(all.sequences().get(0), some.sequences().get(0));
      assertTrue(all.tokens() > some.tokens());
    }
  }

  @Test
  void saysWhichLineHasNoContext() throws IOException {
    Path lines = Files.writeString(dir.resolve("b.jsonl"), "{\"text\": \"x\"}\n");

    try (Tokenizer tokenizer = Tokenizer.open(MODEL)) {
      UncheckedIOException e =
          assertThrows(
              UncheckedIOException.class,
              () -> CalibrationText.read(List.of(lines), tokenizer, 1, 64));
      assertEquals("line 1: Missing field 'context'", e.getCause().getMessage());
    }
  }

  @Test
  void refusesFilesWithoutText() throws IOException {
    Path empty = Files.writeString(dir.resolve("a.txt"), " \n");

    try (Tokenizer tokenizer = Tokenizer.open(MODEL)) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> CalibrationText.read(List.of(empty), tokenizer, 1, 64));
      assertEquals("Missing calibration text: no text in [" + empty + "]", e.getMessage());
    }
  }
}
