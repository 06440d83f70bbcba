package dev.longspark.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longspark.data.LongBench;
import dev.longspark.data.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptLengthsTest {
  @Test
  void estimatesFromCharactersAndOrdersLongestFirst() {
    PromptLengths lengths = new PromptLengths(LongBench.TASKS);
    Sample small = sample("small", "word ".repeat(900));
    Sample large = sample("large", "word ".repeat(9000));

    lengths.accept(small);
    lengths.accept(large);

    assertEquals(List.of(large.key(), small.key()), lengths.longestFirst("any", "hotpotqa"));
    assertEquals(1000, lengths.tokens("any", "hotpotqa", small.key()), 150);
    assertFalse(lengths.isCounted("any"));
  }

  @Test
  void countsChineseCharactersByThemselves() {
    PromptLengths lengths = new PromptLengths(LongBench.TASKS);
    Sample chinese = sample("chinese", "\u8bba".repeat(1300));

    lengths.accept(chinese);

    assertEquals(1000, lengths.tokens("any", "hotpotqa", chinese.key()), 150);
  }

  @Test
  void standsInForMissingDataWithPublishedLengths() {
    PromptLengths lengths = new PromptLengths(LongBench.TASKS);

    PublishedLengths.addTo(lengths, List.of("narrativeqa", "multifieldqa_en"), 0);

    List<String> keys = lengths.longestFirst("any", "narrativeqa");
    assertEquals(200, keys.size());
    assertEquals(150, lengths.longestFirst("any", "multifieldqa_en").size());
    assertTrue(lengths.tokens("any", "narrativeqa", keys.get(0)) > 45_000);
    assertTrue(lengths.longestFirst("any", "qasper").isEmpty());
  }

  private static Sample sample(String id, String context) {
    return Sample.of(
        "hotpotqa", id, context, "who?", List.of("a"), List.of(), "en", context.length());
  }
}
