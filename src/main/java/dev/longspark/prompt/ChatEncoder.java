package dev.longspark.prompt;

/**
 * The ids of rendered chats. A chat whose template writes the begin of text is tokenized without
 * special tokens, so that it never stands twice; if the template does not write it, the tokenizer
 * adds it.
 *
 * <p>Does not close the tokenizer.
 */
public final class ChatEncoder {
  private final Tokenizer tokenizer;
  private final TokenIds begin;

  /**
   * @param tokenizer the model's
   */
  public ChatEncoder(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    TokenIds empty = tokenizer.encode("", SpecialTokens.ADDED);
    this.begin = empty.head(Math.min(1, empty.size()));
  }

  /** The ids of a chat as its template wrote it. */
  public TokenIds encode(String chat) {
    TokenIds ids = tokenizer.encode(chat, SpecialTokens.OMITTED);
    return beginTokens(ids) > 0 ? ids : tokenizer.encode(chat, SpecialTokens.ADDED);
  }

  /** How many begin-of-text tokens the tokenizer adds: one or none. */
  int addedTokens() {
    return begin.size();
  }

  /** How many begin-of-text tokens the ids start with. */
  int beginTokens(TokenIds ids) {
    int count = 0;
    while (begin.size() > 0 && count < ids.size() && ids.at(count) == begin.at(0)) {
      count++;
    }
    return count;
  }
}
