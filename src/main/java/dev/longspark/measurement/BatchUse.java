package dev.longspark.measurement;

import java.time.Instant;
import java.util.Objects;

/**
 * How one sample was decoded together with others. Samples that were handed to the model at once
 * have one begin; the passes of theirs are the sum over them of (new tokens - 1) / {@code
 * liveRows}.
 *
 * @param size samples that may be decoded together
 * @param refill {@code STATIC} or {@code CONTINUOUS}: when the next ones come
 * @param begun when the model was handed this sample and those beside it
 * @param waitingMs from then until its prompt's turn; not part of its time to first token
 * @param shareMs its part of the model's time: its prompt's, and of each pass that gave it a token
 *     the part of one of the rows
 * @param liveRows in the passes that gave it a token, the harmonic mean of their rows; 1 if there
 *     was none
 * @param cacheBytes of keys and values of all samples in flight when it ended, itself included
 */
public record BatchUse(
    int size,
    String refill,
    Instant begun,
    double waitingMs,
    double shareMs,
    double liveRows,
    long cacheBytes)
    implements Measurement {
  public BatchUse {
    Objects.requireNonNull(refill, "refill");
    Objects.requireNonNull(begun, "begun");
    if (size < 1 || !(waitingMs >= 0) || !(shareMs >= 0) || !(liveRows >= 1) || liveRows > size) {
      throw new IllegalArgumentException(
          "Invalid use of a batch: %d samples, %s ms of waiting, %s ms of its own, %s rows"
              .formatted(size, waitingMs, shareMs, liveRows));
    }
  }
}
