package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class HallucinationGoldenTest {
  @Test
  void findsWhatIsMadeUpAmongGivenElements() {
    for (JsonNode line : GoldenFile.read("hallucination_core.jsonl")) {
      ContextElements context = ContextElements.of(set(line.path("context_elements")));
      Set<String> answer = set(line.path("answer_elements"));
      JsonNode expected = line.path("expected");

      assertEquals(
          set(expected.path("hallucinated")),
          HallucinationScorer.hallucinated(answer, context),
          line.path("id").textValue());
      assertEquals(score(expected), HallucinationScorer.score(answer, context));
    }
  }

  @Test
  void scoresAnswersAgainstTheirContexts() {
    HallucinationScorer scorer = HallucinationScorer.load();
    for (JsonNode line : GoldenFile.read("hallucination_h1.jsonl")) {
      JsonNode expected = line.path("expected");
      ContextElements context = scorer.analyse(line.path("context").textValue());

      assertEquals(expected.path("context_elements").intValue(), context.size());
      assertEquals(score(expected), scorer.score(line.path("answer").textValue(), context));
    }
  }

  @Test
  void takesAnswersApart() {
    EnglishTagger tagger = EnglishTagger.load();
    for (JsonNode line : GoldenFile.read("hallucination_h1.jsonl")) {
      List<List<TaggedWord>> sentences = tagger.sentences(line.path("answer").textValue());
      JsonNode expected = line.path("expected");

      assertEquals(sentences(expected.path("answer_sentences")), sentences);
      assertEquals(set(expected.path("answer_tokens")), set(sentences, TextElements::words));
      assertEquals(set(expected.path("answer_entities")), set(sentences, TextElements::entities));
      assertEquals(set(expected.path("answer_chunks")), set(sentences, TextElements::chunks));
      assertEquals(expected.path("elements").intValue(), TextElements.of(sentences).size());
    }
  }

  private static OptionalDouble score(JsonNode expected) {
    JsonNode score = expected.path("score");
    return score.isNull() ? OptionalDouble.empty() : OptionalDouble.of(score.doubleValue());
  }

  private static Set<String> set(JsonNode array) {
    return new TreeSet<>(GoldenFile.strings(array));
  }

  private static Set<String> set(
      List<List<TaggedWord>> sentences, Function<List<TaggedWord>, List<String>> elements) {
    Set<String> all = new TreeSet<>();
    sentences.forEach(sentence -> all.addAll(elements.apply(sentence)));
    return all;
  }

  private static List<List<TaggedWord>> sentences(JsonNode sentences) {
    List<List<TaggedWord>> all = new ArrayList<>();
    for (JsonNode sentence : sentences) {
      List<TaggedWord> words = new ArrayList<>();
      for (JsonNode word : sentence) {
        String tag = word.path(1).textValue();
        words.add(new TaggedWord(word.path(0).textValue(), tag.split("\\+", 2)[0]));
      }
      all.add(words);
    }
    return all;
  }
}
