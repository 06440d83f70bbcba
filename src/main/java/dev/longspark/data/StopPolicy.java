package dev.longspark.data;

/** How a protocol chooses the stop rule. */
public enum StopPolicy {
  /** Each task's own rule. */
  TASK,
  END_TOKEN_ONLY
}
