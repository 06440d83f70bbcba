package dev.longspark.data;

import dev.longspark.metrics.FirstLine;

/** Which part of a prediction is scored. */
public enum AnswerRule {
  WHOLE,
  /** The text before the first line break, after leading line breaks. */
  FIRST_LINE;

  /** That part of a prediction. */
  public String of(String prediction) {
    return switch (this) {
      case WHOLE -> prediction;
      case FIRST_LINE -> FirstLine.of(prediction);
    };
  }
}
