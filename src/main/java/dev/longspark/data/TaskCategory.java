package dev.longspark.data;

/** LongBench's six groups of tasks, in the order of its result tables. */
public enum TaskCategory {
  SINGLE_DOC_QA("single-document"),
  MULTI_DOC_QA("multi-document"),
  SUMMARIZATION("summarization"),
  FEW_SHOT("few-shot"),
  SYNTHETIC("synthetic"),
  CODE("code");

  private final String label;

  TaskCategory(String label) {
    this.label = label;
  }

  /** As the tables have it: {@code single-document}. */
  public String label() {
    return label;
  }
}
