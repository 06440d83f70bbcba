package dev.longspark.tables;

import java.io.Serializable;
import java.util.Objects;

/** What became of one context under one compression: a shorter text, or the reason for none. */
public sealed interface CompressionOutcome extends Serializable {

  /** How it ended. */
  Status status();

  /**
   * A shorter context.
   *
   * @param text what is left
   * @param originTokens of the context, as the compression's counter counts
   * @param keptTokens of the text
   * @param requestedRate the share of tokens that was aimed at
   * @param achievedRate the share that was reached
   * @param millis what it took
   */
  record Shortened(
      String text,
      int originTokens,
      int keptTokens,
      double requestedRate,
      double achievedRate,
      double millis)
      implements CompressionOutcome {

    public Shortened {
      Objects.requireNonNull(text, "text");
    }

    @Override
    public Status status() {
      return Status.OK;
    }
  }

  /**
   * No text, and why.
   *
   * @param message for a person
   */
  record Failure(String message) implements CompressionOutcome {

    public Failure {
      Objects.requireNonNull(message, "message");
    }

    @Override
    public Status status() {
      return Status.FAILED;
    }
  }
}
