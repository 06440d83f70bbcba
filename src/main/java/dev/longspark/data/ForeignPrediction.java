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
 */
public record ForeignPrediction(
    int line,
    String task,
    String sampleId,
    int place,
    String text,
    String finishReason,
    String failure)
    implements Serializable {
  /** The place of a prediction that names its sample by id. */
  public static final int NO_PLACE = -1;

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

  /**
   * Whether this was written for a sample.
   *
   * @param samplePlace the sample's place among its task's, from 0, in the order of the data
   */
  public boolean isFor(Sample sample, int samplePlace) {
    return sample.task().equals(task)
        && (sampleId.isEmpty() ? samplePlace == place : sample.id().equals(sampleId));
  }
}
