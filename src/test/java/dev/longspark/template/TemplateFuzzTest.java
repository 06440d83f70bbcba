package dev.longspark.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random templates end in text or one clear line, within time and memory, the same way each time.
 */
class TemplateFuzzTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 4, 0, 0);
  private static final int MAX_SECONDS = 30;

  @Test
  void endsWell() {
    int texts = endWell(0, 200);

    assertTrue(texts > 10, () -> texts + " texts");
  }

  @Test
  @Tag("scale")
  void endsWellTenThousandTimes() {
    endWell(1_000, 10_000);
  }

  private static int endWell(long firstSeed, int count) {
    int texts = 0;
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      TemplateGrammar grammar = new TemplateGrammar(seed);
      String template = grammar.template();
      Map<String, Object> variables = grammar.variables();
      long start = System.nanoTime();
      String end = end(template, variables, seed);
      double seconds = (System.nanoTime() - start) / 1e9;
      assertTrue(seconds < MAX_SECONDS, "seed " + seed + " took " + seconds + " s");
      assertEquals(end, end(template, variables, seed), "seed " + seed);
      texts += end.startsWith("text: ") ? 1 : 0;
    }
    return texts;
  }

  private static String end(String template, Map<String, Object> variables, long seed) {
    try {
      return "text: " + Template.parse(template).render(variables, NOW);
    } catch (TemplateException e) {
      String message = e.getMessage();
      assertTrue(message.matches("(line \\d+: )?\\w+: .*"), () -> "seed " + seed + ": " + message);
      assertTrue(message.length() < 400, () -> "seed " + seed + ": " + message);
      return message;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("seed " + seed + ": " + template, e);
    }
  }
}
