package dev.longspark.data;

/** How a protocol chooses the prompt style. */
public enum PromptPolicy {
  /** Each task's own style. */
  TASK,
  CHAT,
  RAW
}
