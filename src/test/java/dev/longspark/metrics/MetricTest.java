package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {
  @ParameterizedTest
  @EnumSource
  void withoutAnswersIsZero(Metric metric) {
    metric.score("prediction", List.of(), List.of()).values().forEach(s -> assertEquals(0.0, s));
  }

  @Test
  void headlineComesFirst() {
    Map<String, Double> scores = Metric.QA_F1.score("a red fox", List.of("fox", "red"), List.of());

    assertEquals(List.of("qa_f1", "qa_precision", "qa_recall"), List.copyOf(scores.keySet()));
    assertEquals(List.of(2.0 / 3, 0.5, 1.0), List.copyOf(scores.values()));
  }

  @Test
  void rejectsRetrievalAnswerWithoutParagraph() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Metric.RETRIEVAL_EN.score("Paragraph 3", List.of("Paragraph three"), List.of()));

    assertEquals(
        "Invalid answer: 'Paragraph three' (must hold 'Paragraph' and a number)", e.getMessage());
  }
}
