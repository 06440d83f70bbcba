package dev.longspark.compression;

import dev.longspark.prompt.SpecialTokens;
import dev.longspark.prompt.Tokenizer;
import java.nio.file.Path;

/** Counts with a model's tokenizer, special tokens not added. */
final class TokenizerCounter implements TokenCounter {
  private final Tokenizer tokenizer;

  private TokenizerCounter(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  static TokenizerCounter open(Path modelDir) {
    return new TokenizerCounter(Tokenizer.open(modelDir));
  }

  @Override
  public int count(String text) {
    return tokenizer.encode(text, SpecialTokens.OMITTED).size();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
