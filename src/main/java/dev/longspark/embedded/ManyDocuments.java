package dev.longspark.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Question answering over many passages: the answer needs two of them, and every other passage is a
 * distractor of the same form.
 */
final class ManyDocuments {
  /**
   * Two relations in a row.
   *
   * @param first from the subject to the bridge, told in one passage
   * @param second from the bridge to the answer, told in another
   * @param question asks for the answer, {@code %s} being the subject
   */
  private record Chain(
      Relation first,
      Relation second,
      String question,
      Function<Cast, String> subject,
      Function<Cast, String> bridge,
      Function<Cast, String> answer) {}

  private static final List<Chain> COMPANIES =
      List.of(
          new Chain(
              Relation.of("company", "What", "%s"),
              Relation.of("seat", "What", "the company %s"),
              "What is the seat of the company of %s?",
              Cast::person,
              Cast::work,
              Cast::town),
          new Chain(
              Relation.of("song", "What", "%s"),
              Relation.of("first singer", "Who", "the song %s"),
              "Who is the first singer of the song of %s?",
              Cast::person,
              Cast::work,
              Cast::person));
  private static final List<Chain> FILMS =
      List.of(
          new Chain(
              Relation.of("director", "Who", "the film %s"),
              Relation.of("birthplace", "What", "%s"),
              "What is the birthplace of the director of the film %s?",
              Cast::work,
              Cast::person,
              Cast::town),
          new Chain(
              Relation.of("director", "Who", "the film %s"),
              Relation.of("parent", "Who", "%s"),
              "Who is the parent of the director of the film %s?",
              Cast::work,
              Cast::person,
              Cast::person));

  private ManyDocuments() {}

  /** Passages about people, companies and songs. */
  static Document companies(int passages, SplittableRandom random) {
    return joined(COMPANIES, passages, random);
  }

  /** Passages about films, directors and their origins. */
  static Document films(int passages, SplittableRandom random) {
    return joined(FILMS, passages, random);
  }

  private static Document joined(List<Chain> chains, int passages, SplittableRandom random) {
    Cast cast = new Cast(random);
    List<Fact> told = new ArrayList<>();
    List<Fact> asked = new ArrayList<>();
    for (int i = 0; i < Math.max(1, passages / 2); i++) {
      Chain chain = InventedNames.pick(chains, random);
      String subject = chain.subject().apply(cast);
      String bridge = chain.bridge().apply(cast);
      Fact first = chain.first().of(subject, bridge);
      Fact second = chain.second().of(bridge, chain.answer().apply(cast));
      told.add(first);
      told.add(second);
      asked.add(
          new Fact(
              first.sentence() + " " + second.sentence(),
              chain.question().formatted(subject),
              second.answer()));
    }
    Fact question = InventedNames.pick(asked, random);
    List<Fact> trainable = new ArrayList<>(asked);
    trainable.addAll(told);
    return new Document(
        Passages.of(InventedNames.several(told, told.size(), random), random),
        question.question(),
        question.answer(),
        trainable);
  }
}
