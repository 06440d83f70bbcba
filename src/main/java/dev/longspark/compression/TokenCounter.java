package dev.longspark.compression;

/**
 * Counts a text's tokens for budgets, for the achieved rate and for the weight of a word in its
 * chunk's threshold.
 *
 * <p>The reference asks the vocabulary of GPT-3.5 (cl100k). Where that is not at hand, {@link
 * #UTF8} estimates it without any vocabulary; a folder with a {@code tokenizer.json}, of cl100k or
 * of the model that will read the prompt, counts exactly.
 */
public interface TokenCounter extends AutoCloseable {
  /** The name of the estimate: a token for every four bytes of UTF-8, rounded up. */
  String UTF8 = "utf8";

  /** The number of tokens of a text that stands alone; 0 for the empty string. */
  int count(String text);

  @Override
  default void close() {}
}
