package dev.longspark.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import org.junit.jupiter.api.Test;

class WordTaggerTest {
  private static final List<String> WORDS =
      List.of(
          ("The old ferryman's note that she will can saw run set light fast well to like 1,000 in"
                  + " U.S. Smith , . ( ) \" ' — naïve 😀 zmba qjca A-1 e-mail 's n't up so do what")
              .split(" "));

  private final POSModel model = model();
  private final WordTagger ours = new WordTagger(model);
  private final POSTaggerME theirs = new POSTaggerME(model);

  @Test
  void tagsAsOpenNlpDoes() {
    Random random = new Random(11);
    for (int i = 0; i < 400; i++) {
      String[] words =
          random.ints(i % 60, 0, WORDS.size()).mapToObj(WORDS::get).toArray(String[]::new);
      assertArrayEquals(theirs.tag(words), ours.tags(words), () -> String.join(" ", words));
    }
  }

  private static POSModel model() {
    try (InputStream in =
        WordTagger.class.getResourceAsStream("/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin")) {
      return new POSModel(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
