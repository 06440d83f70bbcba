package dev.longspark.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Question answering over one text: facts about many subjects, buried in filler. */
final class SingleDocument {
  private static final List<Relation> STORY =
      List.of(
          Relation.of("home town", "What", "%s"),
          Relation.of("only rival", "Who", "%s"),
          Relation.of("ship", "What", "%s"),
          Relation.of("spouse", "Who", "%s"));
  private static final List<Relation> ARTICLE =
      List.of(
          Relation.of("author", "Who", "the model %s"),
          Relation.of("corpus", "What", "the model %s"),
          Relation.of("test site", "What", "the model %s"),
          Relation.of("reviewer", "Who", "the model %s"));

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
      case 2 -> cast.work();
      default -> cast.person();
    };
  }

  private static String articleValue(int kind, Cast cast) {
    return switch (kind) {
      case 1 -> cast.work();
      case 2 -> cast.town();
      default -> cast.person();
    };
  }

  private static Document buried(List<Fact> facts, int sentences, SplittableRandom random) {
    List<String> lines = new ArrayList<>();
    facts.forEach(fact -> lines.add(fact.sentence()));
    while (lines.size() < sentences) {
      lines.add(random.nextInt(lines.size() + 1), Filler.sentence(random));
    }
    Fact asked = InventedNames.pick(facts, random);
    return new Document(
        Document.paragraphs(lines, random), asked.question(), asked.answer(), facts);
  }
}
