package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RougeLTest {
  private static final double PERFECT = 2.0 * (1.0 / (2.0 + 1e-8));

  @Test
  void repetitionCostsNothing() {
    assertEquals(PERFECT, RougeL.UNLIMITED.score("a a a a", "a"));
  }

  @Test
  void trailingWhiteSpaceIsAnEmptyWord() {
    assertEquals(PERFECT, RougeL.UNLIMITED.score("one.\n", "one. "));
    assertEquals(2.0 * (0.5 / (1.5 + 1e-8)), RougeL.UNLIMITED.score("one.\n", "one."));
  }

  @Test
  void textWithoutSentenceScoresZero() {
    assertEquals(0.0, RougeL.UNLIMITED.score("", "one"));
    assertEquals(0.0, RougeL.UNLIMITED.score("one", "..."));
  }

  @Test
  void scoresTenThousandWordsWithoutFullStop() {
    String text = words(10_000);

    assertEquals(PERFECT, RougeL.UNLIMITED.score(text, text));
    assertEquals(0.0, RougeL.CPYTHON.score(text, text));
  }

  @Test
  void givesUpOneStepBeyondTheLimit() {
    assertEquals(PERFECT, RougeL.CPYTHON.score(words(990), words(990)));
    assertEquals(0.0, RougeL.CPYTHON.score(words(991), words(991)));
  }

  private static String words(int count) {
    return IntStream.range(0, count).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
  }
}
