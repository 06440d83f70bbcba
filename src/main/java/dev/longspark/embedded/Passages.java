package dev.longspark.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** LongBench's form of several documents in one context: numbered passages, one after another. */
final class Passages {
  private static final int FILLER_PER_PASSAGE = 3;

  private Passages() {}

  /** One passage per fact, the fact at a random place among filler sentences. */
  static String of(List<Fact> facts, SplittableRandom random) {
    List<String> bodies = new ArrayList<>();
    for (Fact fact : facts) {
      List<String> sentences = new ArrayList<>(List.of(fact.sentence()));
      for (int i = 0; i < FILLER_PER_PASSAGE; i++) {
        sentences.add(random.nextInt(sentences.size() + 1), Filler.sentence(random));
      }
      bodies.add(String.join(" ", sentences));
    }
    return numbered(bodies);
  }

  /** {@code Passage 1:}, {@code Passage 2:} and so on before the bodies. */
  static String numbered(List<String> bodies) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bodies.size(); i++) {
      text.append(i == 0 ? "" : "\n\n").append("Passage ").append(i + 1).append(":\n");
      text.append(bodies.get(i));
    }
    return text.toString();
  }
}
