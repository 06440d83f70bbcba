package dev.longspark.tables;

import dev.longspark.data.AnswerRule;
import java.io.Serializable;
import java.util.Objects;

/**
 * One row of {@code generations}: what became of one sample in one cell, and where.
 *
 * @param key names it
 * @param task what the row says of its task
 * @param answerRule which part of the text is scored
 * @param outcome the text and its measurements, or the reason why there are none
 * @param origin where it was made
 */
public record GenerationRow(
    GenerationKey key, TaskColumns task, AnswerRule answerRule, Outcome outcome, Origin origin)
    implements Serializable {

  public GenerationRow {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(answerRule, "answerRule");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(origin, "origin");
  }

  /**
   * Where a row was made.
   *
   * @param device such as {@code cpu} or {@code cuda:0}
   * @param executor Spark's id and host of the process
   * @param attempt how often Spark had tried the sample's work unit before, from 0
   */
  public record Origin(String device, String executor, int attempt) implements Serializable {

    public Origin {
      Objects.requireNonNull(device, "device");
      Objects.requireNonNull(executor, "executor");
    }
  }
}
