package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every metric against the published Python code, to the last bit. */
class MetricGoldenTest {
  private static final Set<String> FIRST_LINE_TASKS = Set.of("trec", "triviaqa", "samsum", "lsht");

  @ParameterizedTest
  @EnumSource
  void scoresAsPublished(Metric metric) {
    List<JsonNode> lines = golden(metric);

    assertFalse(lines.isEmpty());
    for (JsonNode line : lines) {
      String name = line.path("id").textValue();
      Map<String, Double> scores = metric.score(scored(line), answers(line), classes(line));
      JsonNode expected = line.path("expected");
      assertEquals(headline(metric, expected), scores.get(metric.headline()), name);
    }
  }

  @Test
  void givesPrecisionAndRecallOfTheBestAnswer() {
    for (JsonNode line : golden(Metric.QA_F1)) {
      JsonNode expected = line.path("expected");
      Map<String, Double> scores = Metric.QA_F1.score(scored(line), answers(line), List.of());
      assertEquals(expected.path("precision").doubleValue(), scores.get("qa_precision"));
      assertEquals(expected.path("recall").doubleValue(), scores.get("qa_recall"));
    }
  }

  @Test
  void rougeStopsWherePythonDoes() {
    for (JsonNode line : golden(Metric.ROUGE_L)) {
      double best =
          answers(line).stream()
              .mapToDouble(answer -> RougeL.CPYTHON.score(scored(line), answer))
              .max()
              .orElse(0.0);
      assertEquals(line.path("expected").path("score").doubleValue(), best);
    }
  }

  private static List<JsonNode> golden(Metric metric) {
    String file =
        switch (metric) {
          case QA_F1 -> "qa_f1";
          case QA_F1_ZH -> "qa_f1_zh";
          case ROUGE_L -> "rouge_l";
          case ROUGE_L_ZH -> "rouge_zh";
          case CLASSIFICATION -> "classification";
          case RETRIEVAL_EN, RETRIEVAL_ZH -> "retrieval";
          case COUNT -> "count";
          case CODE_SIMILARITY -> "code_sim";
        };
    Stream<JsonNode> lines = GoldenFile.read(file + ".jsonl").stream();
    return switch (metric) {
      case RETRIEVAL_EN -> lines.filter(l -> isTask(l, "passage_retrieval_en")).toList();
      case RETRIEVAL_ZH -> lines.filter(l -> isTask(l, "passage_retrieval_zh")).toList();
      default -> lines.toList();
    };
  }

  private static boolean isTask(JsonNode line, String task) {
    return line.path("dataset").textValue().equals(task);
  }

  private static double headline(Metric metric, JsonNode expected) {
    return switch (metric) {
      case ROUGE_L ->
          expected
              .path(expected.has("score_unbounded") ? "score_unbounded" : "score")
              .doubleValue();
      case CODE_SIMILARITY -> expected.path("score_difflib").doubleValue();
      default -> expected.path("score").doubleValue();
    };
  }

  private static String scored(JsonNode line) {
    String prediction = line.path("prediction").textValue();
    return FIRST_LINE_TASKS.contains(line.path("dataset").textValue())
        ? FirstLine.of(prediction)
        : prediction;
  }

  private static List<String> answers(JsonNode line) {
    return GoldenFile.strings(line.path("answers"));
  }

  private static List<String> classes(JsonNode line) {
    return GoldenFile.strings(line.path("all_classes"));
  }

  @Test
  void cutsTheFirstLineAsPublished() {
    for (JsonNode line : GoldenFile.read("rouge_l.jsonl")) {
      assertEquals(
          line.path("expected").path("scored_prediction").textValue(),
          scored(line),
          line.path("id").textValue());
    }
  }
}
