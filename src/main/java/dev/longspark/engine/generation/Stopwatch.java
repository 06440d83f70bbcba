package dev.longspark.engine.generation;

import dev.longspark.measurement.Timings;
import java.util.ArrayList;
import java.util.List;

/**
 * The marks that {@link Timings} are made of. The host's clock tells the truth on a device too:
 * each mark follows a token's number, which the host has only when the device has done all its
 * work.
 */
final class Stopwatch {
  private static final double NANOS_PER_MS = 1e6;

  private final long called = System.nanoTime();
  private final List<Double> tokenMs = new ArrayList<>();
  private long prefillStarted;
  private long firstToken;
  private long lastToken;

  void prefillStarts() {
    prefillStarted = System.nanoTime();
  }

  void firstToken() {
    firstToken = System.nanoTime();
    lastToken = firstToken;
  }

  void nextToken() {
    long now = System.nanoTime();
    tokenMs.add(ms(lastToken, now));
    lastToken = now;
  }

  Timings timings() {
    return new Timings(
        ms(prefillStarted, firstToken),
        ms(called, firstToken),
        ms(firstToken, lastToken),
        ms(called, System.nanoTime()),
        tokenMs);
  }

  private static double ms(long from, long to) {
    return (to - from) / NANOS_PER_MS;
  }
}
