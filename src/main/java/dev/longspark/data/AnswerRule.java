package dev.longspark.data;

/** Which part of a prediction is scored. */
public enum AnswerRule {
  WHOLE,
  /** The text before the first line break, after leading line breaks. */
  FIRST_LINE
}
