package dev.longspark.prompt;

/**
 * LongBench's cut: of a text that is too long it keeps the first and the last half of the tokens it
 * may have.
 *
 * <p><em>Steps:</em> tokenize with special tokens; if there are more than {@code maxTokens}, decode
 * the first and the last {@code maxTokens / 2} ids, each without special tokens, and join the two
 * texts. An odd limit loses a token, nothing marks the seam, and a text that fits is not touched.
 *
 * <p><em>Source:</em> {@code pred.py} of THUDM/LongBench, commit 2e00731. <em>Deviations:</em>
 * none.
 *
 * @param text what is left
 * @param removedTokens how many tokens were taken out
 */
record MiddleTruncation(String text, int removedTokens) {
  /** Cuts a text whose ids, special tokens included, are given. */
  static MiddleTruncation cut(String text, TokenIds ids, int maxTokens, Tokenizer tokenizer) {
    if (ids.size() <= maxTokens) {
      return new MiddleTruncation(text, 0);
    }
    int half = maxTokens / 2;
    String kept =
        tokenizer.decode(ids.head(half), SpecialTokens.OMITTED)
            + tokenizer.decode(ids.tail(half), SpecialTokens.OMITTED);
    return new MiddleTruncation(kept, ids.size() - 2 * half);
  }
}
