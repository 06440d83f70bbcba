package dev.longspark.job;

import java.util.stream.Stream;

/** The run cannot start or go on; what it committed is kept, and the same command continues it. */
public final class RunFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunFailedException(String message) {
    super(message);
  }

  RunFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What ended a run's Spark job. */
  static RunFailedException of(String runId, Throwable e) {
    // A commit that failed cancels the job, whose exception then only says so.
    Throwable fault = e.getSuppressed().length > 0 ? e.getSuppressed()[0] : e;
    return because(runId, reason(fault), fault);
  }

  /** A run that was ended for a reason. */
  static RunFailedException because(String runId, String reason, Throwable cause) {
    return new RunFailedException(
        "Cannot finish run %s: %s%nWhat was generated is kept; the same command continues."
            .formatted(runId, reason),
        cause);
  }

  /** The innermost cause: Spark wraps a task's exception in its own. */
  private static String reason(Throwable fault) {
    return Stream.iterate(fault, next -> next != null, Throwable::getCause)
        .reduce((outer, inner) -> inner)
        .map(Throwable::toString)
        .orElseThrow();
  }
}
