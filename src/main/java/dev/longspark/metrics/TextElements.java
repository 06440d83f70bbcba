package dev.longspark.metrics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a text speaks of: its words, its entities and its noun chunks, each once and in lower case.
 *
 * <p>A word counts if it holds a letter or a number. An entity is a longest run of proper nouns and
 * numbers; a noun chunk a longest run of determiners, adjectives, numbers, nouns and pronouns, cut
 * back on the right until it ends in a noun or pronoun.
 */
final class TextElements {
  private static final Set<String> ENTITY = Set.of("PROPN", "NUM");
  private static final Set<String> CHUNK = Set.of("DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON");
  private static final Set<String> CHUNK_END = Set.of("NOUN", "PROPN", "PRON");

  private TextElements() {}

  static Set<String> of(List<List<TaggedWord>> sentences) {
    Set<String> elements = new LinkedHashSet<>();
    for (List<TaggedWord> sentence : sentences) {
      elements.addAll(words(sentence));
      elements.addAll(entities(sentence));
      elements.addAll(chunks(sentence));
    }
    return elements;
  }

  static List<String> words(List<TaggedWord> sentence) {
    return sentence.stream()
        .map(TaggedWord::text)
        .filter(PythonText::hasLetterOrNumber)
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  static List<String> entities(List<TaggedWord> sentence) {
    return runs(sentence, ENTITY, ENTITY);
  }

  static List<String> chunks(List<TaggedWord> sentence) {
    return runs(sentence, CHUNK, CHUNK_END);
  }

  /** Longest runs of words with such tags, without what follows the last word that may end one. */
  private static List<String> runs(
      List<TaggedWord> sentence, Set<String> tags, Set<String> lastTags) {
    List<String> runs = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    int length = 0; // of the run up to the last word that may end it
    for (TaggedWord word : sentence) {
      if (tags.contains(word.tag())) {
        run.append(run.isEmpty() ? "" : " ").append(word.text());
        length = lastTags.contains(word.tag()) ? run.length() : length;
      } else {
        add(run, length, runs);
        length = 0;
      }
    }
    add(run, length, runs);
    return runs;
  }

  private static void add(StringBuilder run, int length, List<String> runs) {
    if (length > 0) {
      runs.add(run.substring(0, length).toLowerCase(Locale.ROOT));
    }
    run.setLength(0);
  }
}
