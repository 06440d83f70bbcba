package dev.longspark.data;

/** How a filled template reaches the model. */
public enum PromptStyle {
  /** Wrapped in the model's chat template, as one user message. */
  CHAT,
  /** As bare text, for the model to continue. */
  RAW
}
