package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnglishTextTest {
  @Test
  void dropsPunctuationBeforeArticles() {
    assertEquals(List.of("us", "theend", "1000"), EnglishText.words("The U.S., the-end: 1,000"));
  }

  @Test
  void keepsPunctuationBeyondAscii() {
    assertEquals(List.of("“", "quoted”", "–"), EnglishText.words("“The quoted” –"));
  }

  @Test
  void keepsTheMarkOfAnArticleButNotOfADigit() {
    assertEquals(List.of("\u0301", "²the"), EnglishText.words("a\u0301 ²the"));
  }

  @Test
  void splitsAtPythonsWhiteSpaceOnly() {
    assertEquals(List.of("x", "y", "z"), EnglishText.words("x\u00A0y\u0085z"));
    assertEquals(List.of("x\u200By\uFEFFz"), EnglishText.words("x\u200By\uFEFFz"));
  }

  @Test
  void keepsSurrogatePairsWhole() {
    assertEquals(List.of("😀", "𝒜x"), EnglishText.words("a😀an 𝒜x"));
  }

  @Test
  void ofArticlesAloneHasNoWords() {
    assertEquals(List.of(), EnglishText.words("A an, THE!"));
  }
}
