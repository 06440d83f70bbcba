package dev.longspark.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Question answering over one text: facts about many subjects, buried in filler. */
final class SingleDocument {
  private static final List<Relation> STORY =
      List.of(
          new Relation("%s was raised in %s.", "Where was %s raised?"),
          new Relation("%s feared nobody but %s.", "Whom did %s fear?"),
          new Relation("%s sailed on the ship %s.", "Which ship did %s sail on?"),
          new Relation("%s paid %s crowns for the boat.", "How many crowns did %s pay?"));
  private static final List<Relation> ARTICLE =
      List.of(
          new Relation("The %s model was proposed by %s.", "Who proposed the %s model?"),
          new Relation(
              "The %s model was trained on the %s corpus.",
              "Which corpus was the %s model trained on?"),
          new Relation(
              "The %s model was first tested in %s.", "Where was the %s model first tested?"),
          new Relation(
              "The %s model has %s parameters.", "How many parameters does the %s model have?"));

  private SingleDocument() {}

  /** A story about people; the question asks for one thing about one of them. */
  static Document story(int sentences, SplittableRandom random) {
    Cast cast = new Cast(random);
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < factCount(sentences); i++) {
      int kind = random.nextInt(STORY.size());
      facts.add(STORY.get(kind).of(cast.person(), storyValue(kind, cast)));
    }
    return buried(facts, sentences, random);
  }

  /** An article about models; the question asks for one property of one of them. */
  static Document article(int sentences, SplittableRandom random) {
    Cast cast = new Cast(random);
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < factCount(sentences); i++) {
      int kind = random.nextInt(ARTICLE.size());
      facts.add(ARTICLE.get(kind).of(cast.work(), articleValue(kind, cast)));
    }
    return buried(facts, sentences, random);
  }

  private static int factCount(int sentences) {
    return Math.max(3, sentences / 3);
  }

  private static String storyValue(int kind, Cast cast) {
    return switch (kind) {
      case 0 -> cast.town();
      case 1 -> cast.person();
      case 2 -> cast.work();
      default -> cast.number();
    };
  }

  private static String articleValue(int kind, Cast cast) {
    return switch (kind) {
      case 0 -> cast.person();
      case 1 -> cast.work();
      case 2 -> cast.town();
      default -> cast.number();
    };
  }

  private static Document buried(List<Fact> facts, int sentences, SplittableRandom random) {
    List<String> lines = new ArrayList<>();
    facts.forEach(fact -> lines.add(fact.sentence()));
    while (lines.size() < sentences) {
      lines.add(random.nextInt(lines.size() + 1), Filler.sentence(random));
    }
    Fact asked = Names.pick(facts, random);
    return new Document(
        Document.paragraphs(lines, random), asked.question(), asked.answer(), facts);
  }
}
