package dev.longspark.measurement;

import java.util.List;

/**
 * Wall-clock times of one call of an engine, in milliseconds.
 *
 * @param prefillMs reading the prompt, which gives the first token
 * @param timeToFirstTokenMs from the call to the first token, the opening of the cache included
 * @param decodeMs from the first token to the last
 * @param endToEndMs of the whole call, from token ids to token ids
 * @param tokenMs of each token after the first
 */
public record Timings(
    double prefillMs,
    double timeToFirstTokenMs,
    double decodeMs,
    double endToEndMs,
    List<Double> tokenMs)
    implements Measurement {
  public Timings {
    tokenMs = List.copyOf(tokenMs);
  }

  /** New tokens by the time of the whole call. */
  public double tokensPerSecond() {
    return 1000 * (tokenMs.size() + 1) / endToEndMs;
  }

  /** Tokens after the first by the time they took; 0 if there is none. */
  public double decodeTokensPerSecond() {
    return tokenMs.isEmpty() ? 0 : 1000 * tokenMs.size() / decodeMs;
  }
}
