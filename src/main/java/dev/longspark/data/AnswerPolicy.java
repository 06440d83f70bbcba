package dev.longspark.data;

/** How a protocol chooses the part of a prediction that is scored. */
public enum AnswerPolicy {
  /** Each task's own rule. */
  TASK,
  WHOLE
}
