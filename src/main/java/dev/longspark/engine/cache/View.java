package dev.longspark.engine.cache;

/** What a retention sees of a prompt when it chooses. */
public enum View {
  /** All of it: the question takes part in the choice. */
  PROMPT,

  /**
   * The tokens up to the end of the context: one compressed context could serve several questions.
   */
  CONTEXT
}
