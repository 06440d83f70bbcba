package dev.longspark.data;

import java.util.Locale;

/** Which of a report's means over tasks a task counts in, beside the one over all. */
public enum TaskScope {
  /** Questions with answers of a few words. */
  QA,
  /** Texts that are compared with a summary. */
  SUMMARIZATION,
  OTHER;

  /** As the tables have it: {@code qa}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
