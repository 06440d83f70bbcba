package dev.longspark.embedded;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One generated text with its question and answer.
 *
 * @param context the long text
 * @param question empty where the task is to summarize
 * @param answer the one accepted answer
 * @param facts every fact that can be asked about the text, for training on many questions at once
 */
record Document(String context, String question, String answer, List<Fact> facts) {
  private static final int LONGEST_PARAGRAPH = 7;

  Document {
    facts = List.copyOf(facts);
  }

  /** Sentences joined to paragraphs of random length. */
  static String paragraphs(List<String> sentences, SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int left = 0;
    for (String sentence : sentences) {
      if (left == 0) {
        left = random.nextInt(2, LONGEST_PARAGRAPH + 1);
        text.append(text.isEmpty() ? "" : "\n\n");
      } else {
        text.append(' ');
      }
      text.append(sentence);
      left--;
    }
    return text.toString();
  }
}
