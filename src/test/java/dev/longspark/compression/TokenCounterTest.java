package dev.longspark.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCounterTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "four", "fives", "é", "▁the", "港口", "🙂🙂a"})
  void estimatesATokenForEveryFourBytes(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;

    try (TokenCounter counter = TokenCounters.open(TokenCounter.UTF8)) {
      assertEquals((bytes + 3) / 4, counter.count(text));
    }
  }

  @Test
  void countsWithATokenizer() {
    String folder = Golden.model(Golden.read("bert-cases.json")).toString();

    try (TokenCounter counter = TokenCounters.open(folder)) {
      assertEquals(0, counter.count(""));
      assertEquals(3, counter.count("the the ."));
    }
  }
}
