package dev.longspark.compression;

import dev.longspark.files.Location;

/** The counters that can be named. */
final class TokenCounters {
  private TokenCounters() {}

  /**
   * Opens a counter.
   *
   * @param name {@link TokenCounter#UTF8}, or the folder of a {@code tokenizer.json}
   * @throws java.io.UncheckedIOException if the tokenizer cannot be read
   */
  static TokenCounter open(String name) {
    return name.equals(TokenCounter.UTF8)
        ? new Utf8Counter()
        : TokenizerCounter.open(Location.path(name));
  }
}
