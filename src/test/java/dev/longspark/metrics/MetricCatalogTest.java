package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricCatalogTest {
  private static final String CHOICE = "answer is \\(?([A-D])\\b";

  @Test
  void everyNameIsAMetricThatReportsUnderIt() {
    for (String name : MetricCatalog.NAMES) {
      TaskMetric metric = MetricCatalog.metric(name, "en", CHOICE);

      assertEquals(name, metric.headline());
      assertEquals(0.0, metric.score("prediction", List.of(), List.of()).get(name));
      assertEquals(metric, MetricCatalog.metric(name.replace('_', '-'), "en", CHOICE));
    }
  }

  @Test
  void chineseHasItsOwnWords() {
    assertEquals(Metric.QA_F1_ZH, MetricCatalog.metric("qa_f1", "zh", ""));
    assertEquals(Metric.ROUGE_L_ZH, MetricCatalog.metric("rouge_l", "zh", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exact_match  | The  Red, kite!        | 1",
        "exact_match  | a red kite flew        | 0",
        "contains_all | RED KITE and 7654321   | 1",
        "contains_all | a red kite             | 0.5",
        "contains_all | nothing                | 0",
        "contains_any | it was 7654321 or so   | 1",
        "contains_any | red, then a kite       | 0",
      })
  void matchesAnswers(String name, String prediction, double expected) {
    List<String> answers =
        name.equals("exact_match")
            ? List.of("kestrel", "red kite")
            : List.of("red kite", "7654321");

    assertEquals(expected, score(name, prediction, answers));
  }

  @Test
  void containsLooksThroughControlCharactersAndIntoLongerNumbers() {
    assertEquals(1.0, score("contains_all", "\u0000red\u0007kite\t", List.of("red\nkite")));
    assertEquals(1.0, score("contains_all", "12345678", List.of("1234567")));
  }

  @Test
  void exactMatchComparesAnAnswerOfMereSignsAsItStands() {
    assertEquals(1.0, score("exact_match", " + ", List.of("+")));
    assertEquals(0.0, score("exact_match", "-", List.of("+")));
    assertEquals(0.0, score("exact_match", "", List.of("the")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The answer is (B).                    | 1",
        "The answer is B, not answer is (C)    | 1",
        "The answer is (C), or answer is (B)   | 0",
        "The answer is B2                      | 0",
        "B                                     | 0",
        "answer is (b)                         | 0",
      })
  void choosesByTheFirstMatch(String prediction, double expected) {
    assertEquals(expected, score("multiple_choice", prediction, List.of("B")));
  }

  @Test
  void choiceIsTheGroupThatTookPartOrTheWholeMatch() {
    TaskMetric either = new MultipleChoice("is \\(([A-D])\\)|is ([A-D])\\b");
    TaskMetric whole = new MultipleChoice("(?i)yes|no");

    assertEquals(1.0, either.score("it is C", List.of("C"), List.of()).get("multiple_choice"));
    assertEquals(1.0, whole.score("Yes, so", List.of("YES"), List.of()).get("multiple_choice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "([A-D]"})
  void rejectsAPatternThatIsNone(String pattern) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> new MultipleChoice(pattern));

    assertEquals(
        pattern.isEmpty()
            ? "Missing pattern of multiple_choice (such as 'answer is \\(?([A-D])\\b')"
            : "Invalid pattern '([A-D]': Unclosed group (must be a regular expression)",
        e.getMessage());
  }

  @Test
  void rejectsAnUnknownName() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> MetricCatalog.metric("f1", "en", ""));

    assertEquals(
        "Unknown metric 'f1' (one of: qa_f1, rouge_l, classification, exact_match, contains_all,"
            + " contains_any, multiple_choice, code_similarity)",
        e.getMessage());
  }

  private static double score(String name, String prediction, List<String> answers) {
    return MetricCatalog.metric(name, "en", CHOICE).score(prediction, answers, List.of()).get(name);
  }
}
