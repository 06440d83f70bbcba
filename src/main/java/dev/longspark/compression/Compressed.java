package dev.longspark.compression;

import java.io.Serializable;
import java.util.List;

/**
 * A compressed prompt and how it came about.
 *
 * @param contexts the shortened contexts, those that the context filter dropped left out
 * @param words every word of the original contexts with its decision
 * @param originTokens of the original contexts, as the call's counter counts
 * @param keptTokens of the shortened contexts, joiners not counted
 * @param requestedRate the rate that was aimed at: the settings', or what their target tokens ask
 *     for
 * @param millis time of the call
 */
public record Compressed(
    List<String> contexts,
    List<ScoredWord> words,
    int originTokens,
    int keptTokens,
    double requestedRate,
    double millis)
    implements Serializable {
  public Compressed {
    contexts = List.copyOf(contexts);
    words = List.copyOf(words);
  }

  /** The contexts, a blank line between two. */
  public String text() {
    return String.join("\n\n", contexts);
  }

  /** Kept over original tokens; 1 for a context without tokens. */
  public double achievedRate() {
    return originTokens == 0 ? 1 : (double) keptTokens / originTokens;
  }
}
