package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JiebaTest {
  @ParameterizedTest
  @ValueSource(strings = {"qa_f1_zh.jsonl", "rouge_zh.jsonl"})
  void cutsWhereJiebaCuts(String file) {
    for (JsonNode line : GoldenFile.read(file)) {
      assertCut(line.path("jieba_prediction"), line.path("prediction"));
      for (int i = 0; i < line.path("answers").size(); i++) {
        assertCut(line.path("jieba_answers").path(i), line.path("answers").path(i));
      }
    }
  }

  private static void assertCut(JsonNode words, JsonNode text) {
    assertEquals(GoldenFile.strings(words), Jieba.words(text.textValue()));
  }

  @Test
  void keepsNumbersAndEnglishWordsWhole() {
    assertEquals(List.of("GPT", "-", "4", " ", "25.89%"), Jieba.words("GPT-4 25.89%"));
  }

  @Test
  void keepsCharactersOutsideOfTheDictionaryWhole() {
    assertEquals(List.of("\uD83D\uDE00", "\r\n", "\u3000", "。"), Jieba.words("😀\r\n\u3000。"));
  }
}
