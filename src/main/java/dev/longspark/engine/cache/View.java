package dev.longspark.engine.cache;

import java.util.Locale;

/** What a retention sees of a prompt when it chooses. */
public enum View {
  /** All of it: the question takes part in the choice. */
  PROMPT,

  /**
   * The tokens up to the end of the context: one compressed context could serve several questions.
   */
  CONTEXT;

  /** As a study writes it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
