package dev.longspark.data;

import java.io.Serializable;
import java.util.Objects;

/**
 * What another program's file says that a model wrote.
 *
 * @param line its number in the file, from 1
 * @param task the task's name
 * @param sampleId the sample's {@code _id}; empty where the file counts samples only
 * @param place the sample's place among the task's, from 0; -1 where the file gives its id
 * @param text the prediction; empty if it failed
 * @param finishReason as the file says, e.g. {@code stop} or {@code length}; empty if it does not
 * @param failure what went wrong; empty if nothing did
 * @param promptTokens as the file says; -1 if it does not
 * @param newTokens as the file says; -1 if it does not
 */
public record ForeignPrediction(
    int line,
    String task,
    String sampleId,
    int place,
    String text,
    String finishReason,
    String failure,
    int promptTokens,
    int newTokens)
    implements Serializable {
  /** The place of a prediction that names its sample by id. */
  public static final int NO_PLACE = -1;

  /** A number of tokens that the file does not say. */
  public static final int UNKNOWN = -1;

  public ForeignPrediction {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(finishReason, "finishReason");
    Objects.requireNonNull(failure, "failure");
    if (line < 1) {
      throw new IllegalArgumentException("Invalid line: " + line + " (must be > 0)");
    }
    if (sampleId.isEmpty() == (place < 0)) {
      throw new IllegalArgumentException(
          "Invalid sample: id '%s' and place %d (exactly one must be known)"
              .formatted(sampleId, place));
    }
  }

  /** A prediction of which nothing is known but its sample and its text. */
  static ForeignPrediction text(int line, String task, String sampleId, int place, String text) {
    return new ForeignPrediction(line, task, sampleId, place, text, "", "", UNKNOWN, UNKNOWN);
  }
}
