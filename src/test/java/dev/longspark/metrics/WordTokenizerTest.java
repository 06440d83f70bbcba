package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import org.junit.jupiter.api.Test;

class WordTokenizerTest {
  private static final List<String> PIECES =
      List.of("Mr.", "U.S.", "don't", "(1,000", "end.\"", "e.g.,", "\u00a0", "naïve", "😀!", "a-b");

  private final TokenizerModel model = model();
  private final WordTokenizer ours = new WordTokenizer(model);
  private final TokenizerME theirs = new TokenizerME(model);

  @Test
  void splitsAsOpenNlpDoes() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      String sentence =
          random
              .ints(12, 0, PIECES.size())
              .mapToObj(PIECES::get)
              .collect(Collectors.joining(i % 3 == 0 ? "" : " "));
      assertArrayEquals(theirs.tokenize(sentence), ours.words(sentence), sentence);
    }
  }

  @Test
  void findsNoWordsInBlanks() {
    assertArrayEquals(new String[0], ours.words(" \t\u3000"));
  }

  private static TokenizerModel model() {
    try (InputStream in =
        WordTokenizer.class.getResourceAsStream("/opennlp-en-ud-ewt-tokens-1.3-2.5.4.bin")) {
      return new TokenizerModel(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
