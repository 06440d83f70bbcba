package dev.longspark.compression;

/**
 * Counts a text's tokens for budgets and for the weight of a word. The reference asks the
 * vocabulary of GPT-3.5 (cl100k).
 */
public interface TokenCounter extends AutoCloseable {
  /** The number of tokens of a text that stands alone; 0 for the empty string. */
  int count(String text);

  @Override
  default void close() {}
}
