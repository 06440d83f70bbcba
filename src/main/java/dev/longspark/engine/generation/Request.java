package dev.longspark.engine.generation;

import java.util.Arrays;

/** A prompt that is to be continued. */
public final class Request {
  private final long[] promptIds;
  private final int contextIds;
  private final GenerationLimits limits;

  /**
   * A prompt.
   *
   * @param promptIds token ids
   * @param contextIds how many of them a cache policy sees that chooses from the context alone; the
   *     others pass over what it kept
   * @param limits when the continuation ends
   * @throws IllegalArgumentException if the context is no part of the prompt
   */
  public Request(long[] promptIds, int contextIds, GenerationLimits limits) {
    if (contextIds < 0 || contextIds > promptIds.length) {
      throw new IllegalArgumentException(
          "Invalid end of the context: %d (the prompt has %d ids)"
              .formatted(contextIds, promptIds.length));
    }
    this.promptIds = promptIds.clone();
    this.contextIds = contextIds;
    this.limits = limits;
  }

  /** The same prompt, continued by so many tokens at most. */
  Request endingAfter(int newTokens) {
    return new Request(promptIds, contextIds, GenerationLimits.atMost(newTokens));
  }

  int tokens() {
    return promptIds.length;
  }

  int contextIds() {
    return contextIds;
  }

  GenerationLimits limits() {
    return limits;
  }

  /** The ids up to some number. */
  long[] first(int count) {
    return Arrays.copyOf(promptIds, count);
  }

  /** The ids behind some number. */
  long[] behind(int count) {
    return Arrays.copyOfRange(promptIds, count, promptIds.length);
  }
}
