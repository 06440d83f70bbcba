package dev.longspark.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Summarization: a few lines matter and say so, most do not. The expected summary is what the lines
 * that matter say, in their order.
 */
final class Summaries {
  private static final String FINDING = "The office found that ";
  private static final String HEADLINE = "In short, ";

  private Summaries() {}

  /** A report of one office: findings between remarks. */
  static Document report(int sentences, SplittableRandom random) {
    Cast cast = new Cast(random);
    List<String> findings = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3, 6); i++) {
      findings.add(
          "the town of %s spent %s crowns on the bridge of %s."
              .formatted(cast.town(), cast.number(), cast.person()));
    }
    List<String> lines = new ArrayList<>();
    findings.forEach(finding -> lines.add(FINDING + finding));
    while (lines.size() < sentences) {
      lines.add(random.nextInt(lines.size() + 1), Filler.sentence(random));
    }
    return summary(Document.paragraphs(lines, random), findings);
  }

  /** Several news items, each with one line that says what happened. */
  static Document news(int sentences, SplittableRandom random) {
    Cast cast = new Cast(random);
    int items = random.nextInt(3, 6);
    List<String> headlines = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      String headline =
          "%s opened the %s fair in %s.".formatted(cast.person(), cast.work(), cast.town());
      headlines.add(headline);
      List<String> lines = new ArrayList<>(List.of(HEADLINE + headline));
      while (lines.size() < Math.max(2, sentences / items)) {
        lines.add(random.nextInt(lines.size() + 1), Filler.sentence(random));
      }
      bodies.add(String.join(" ", lines));
    }
    return summary(Passages.numbered(bodies), headlines);
  }

  private static Document summary(String context, List<String> lines) {
    String answer = String.join(" ", lines);
    return new Document(context, "", answer, List.of(new Fact(answer, "", answer)));
  }
}
