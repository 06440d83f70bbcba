package dev.longspark.data;

/** LongBench's six groups of tasks, in the order of its result tables. */
public enum TaskCategory {
  SINGLE_DOC_QA,
  MULTI_DOC_QA,
  SUMMARIZATION,
  FEW_SHOT,
  SYNTHETIC,
  CODE
}
