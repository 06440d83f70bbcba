package dev.longspark.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
  @Test
  void hasAStableKey() {
    // python: hashlib.sha256 over, per text, len(utf16) as 4 bytes + utf-16-be; answers counted
    assertEquals("a59987db3907efca45a49b6f3398f3c5", sample("ctx 𝄞", "q?", "a", "b").key());
  }

  @Test
  void keyDependsOnEveryText() {
    assertNotEquals(sample("c", "q", "a").key(), sample("cq", "", "a").key());
    assertNotEquals(sample("c", "q", "a").key(), sample("c", "q", "a", "").key());
    assertNotEquals(sample("\ud800", "q", "a").key(), sample("?", "q", "a").key());
  }

  @Test
  void rejectsNegativeLength() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Sample.of("qasper", "1", "c", "q", List.of(), List.of(), "en", -1));

    assertEquals("Invalid length: -1 (must be >= 0)", e.getMessage());
  }

  private static Sample sample(String context, String question, String... answers) {
    return Sample.of("qasper", "1", context, question, List.of(answers), List.of(), "en", 3);
  }
}
