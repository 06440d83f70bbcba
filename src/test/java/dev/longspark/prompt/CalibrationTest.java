package dev.longspark.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
  private static final Path MODEL = Path.of("src/main/resources/sample/base");
  private static final Path LINES = Path.of("src/main/resources/sample/data/qasper.jsonl");

  @TempDir private Path folder;

  @Test
  void readsTheContextsOfSamplesWithTheirKeys() throws IOException {
    Path text = Files.writeString(folder.resolve("plain.txt"), "Some text.");

    List<CalibrationDocument> documents = CalibrationFiles.read(List.of(LINES, text));

    assertEquals(25, documents.size());
    assertEquals("qasper.jsonl#24", documents.get(23).source());
    assertEquals(32, documents.get(23).sampleKey().length());
    assertEquals(new CalibrationDocument("plain.txt", "", "Some text."), documents.get(24));
  }

  @Test
  void namesAMissingFile() {
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class,
            () -> CalibrationFiles.read(List.of(folder.resolve("absent.txt"))));

    assertTrue(e.getMessage().endsWith("absent.txt"), e.getMessage());
  }

  @Test
  void saysWhichLineHasNoContext() throws IOException {
    Path lines =
        Files.writeString(
            folder.resolve("qasper.jsonl"), "\n{\"dataset\": \"qasper\", \"_id\": \"1\"}\n");

    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> CalibrationFiles.read(List.of(lines)));

    assertTrue(e.getMessage().endsWith("qasper.jsonl:2: Missing field 'context'"), e.getMessage());
  }

  @Test
  void cutsPiecesThatBeginAsPromptsDo() {
    try (Tokenizer tokenizer = Tokenizer.open(MODEL)) {
      List<CalibrationDocument> documents = CalibrationFiles.read(List.of(LINES));
      Calibration calibration = Calibration.choose(documents, tokenizer, 40, 64, 7);

      assertEquals(40, calibration.sequences().size());
      assertEquals(40 * 64, calibration.tokens());
      TokenIds start = tokenizer.encode("", SpecialTokens.ADDED);
      calibration
          .sequences()
          .forEach(sequence -> assertEquals(start, sequence.ids().head(start.size())));
    }
  }

  @Test
  void namesTheSamplesItIsFrom() throws IOException {
    Path text = Files.writeString(folder.resolve("plain.txt"), "Some text.");
    try (Tokenizer tokenizer = Tokenizer.open(MODEL)) {
      List<CalibrationDocument> documents = CalibrationFiles.read(List.of(LINES, text));
      Calibration calibration = Calibration.choose(documents, tokenizer, 40, 64, 7);

      assertEquals(
          documents.subList(0, 24).stream()
              .map(CalibrationDocument::sampleKey)
              .collect(Collectors.toCollection(TreeSet::new)),
          calibration.sampleKeys());
    }
  }

  @Test
  void isDecidedByItsSeed() {
    try (Tokenizer tokenizer = Tokenizer.open(MODEL)) {
      List<CalibrationDocument> documents = CalibrationFiles.read(List.of(LINES));
      Calibration first = Calibration.choose(documents, tokenizer, 8, 64, 7);

      assertEquals(first, Calibration.choose(documents, tokenizer, 8, 64, 7));
      assertNotEquals(first, Calibration.choose(documents, tokenizer, 8, 64, 8));
    }
  }

  @Test
  void takesAShortTextOnceAndAsItIs() {
    try (Tokenizer tokenizer = Tokenizer.open(MODEL)) {
      CalibrationDocument document = new CalibrationDocument("t", "", "The harbour master");
      Calibration calibration = Calibration.choose(List.of(document), tokenizer, 8, 64, 7);

      assertEquals(1, calibration.sequences().size());
      assertEquals(
          tokenizer.encode("The harbour master", SpecialTokens.ADDED),
          calibration.sequences().get(0).ids());
    }
  }

  @Test
  void refusesTextWithoutTokens() {
    try (Tokenizer tokenizer = Tokenizer.open(MODEL)) {
      CalibrationDocument document = new CalibrationDocument("t", "", "");

      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> Calibration.choose(List.of(document), tokenizer, 8, 64, 7));

      assertTrue(e.getMessage().contains("no sequences"), e.getMessage());
    }
  }
}
