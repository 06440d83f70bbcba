package dev.longspark.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentGeneratorTest {
  private static final Path EMBEDDED = Path.of("src/main/resources/sample/data");
  private static final int SAMPLES = 24;

  @Test
  void embeddedSamplesAreWhatTheGeneratorWrites(@TempDir Path directory) throws IOException {
    new DocumentGenerator(1).write(directory, SAMPLES);

    for (String task : DocumentGenerator.tasks()) {
      String file = task + ".jsonl";
      assertEquals(
          Files.readString(EMBEDDED.resolve(file)), Files.readString(directory.resolve(file)));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.longspark.embedded.DocumentGenerator#tasks")
  void answersNeedTheContext(String task) {
    for (int index = 0; index < SAMPLES; index++) {
      Document document = new DocumentGenerator(5).document(task, index, SAMPLES);

      for (Fact fact : document.facts()) {
        for (String word : fact.answer().split(" ", -1)) {
          assertTrue(document.context().contains(word), () -> word + " is not in the context");
        }
        assertFalse(fact.question().contains(fact.answer()), fact::question);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.longspark.embedded.DocumentGenerator#tasks")
  void laterDocumentsAreLonger(String task) {
    DocumentGenerator generator = new DocumentGenerator(5);

    int first = generator.document(task, 0, SAMPLES).context().length();
    int last = generator.document(task, SAMPLES - 1, SAMPLES).context().length();

    assertTrue(last > 3 * first, first + " and " + last);
  }

  @Test
  void theFirstLinesCoverTheLengths() throws IOException {
    List<Integer> lengths =
        Files.readAllLines(EMBEDDED.resolve("qasper.jsonl")).stream()
            .limit(6)
            .map(String::length)
            .toList();

    assertTrue(Collections.max(lengths) > 2 * Collections.min(lengths), lengths::toString);
  }

  @Test
  void seedsDecideTheDocuments() {
    Document one = new DocumentGenerator(1).document("hotpotqa", 3, SAMPLES);
    Document again = new DocumentGenerator(1).document("hotpotqa", 3, SAMPLES);
    Document other = new DocumentGenerator(2).document("hotpotqa", 3, SAMPLES);

    assertEquals(one, again);
    assertNotEquals(one, other);
  }

  @Test
  void rejectsNoSamples(@TempDir Path directory) {
    DocumentGenerator generator = new DocumentGenerator(1);

    var error = assertThrows(IllegalArgumentException.class, () -> generator.write(directory, 0));

    assertEquals("Invalid samples per task: 0 (must be >= 1)", error.getMessage());
  }
}
