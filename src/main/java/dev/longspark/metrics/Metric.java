package dev.longspark.metrics;

/** LongBench's metrics. */
public enum Metric {
  QA_F1,
  QA_F1_ZH,
  ROUGE_L,
  ROUGE_L_ZH,
  CLASSIFICATION,
  RETRIEVAL_EN,
  RETRIEVAL_ZH,
  COUNT,
  CODE_SIMILARITY
}
