package dev.longspark.compression;

/** Which special tokens stand before and after a chunk. */
public enum EndTokens {
  /**
   * Those that the released package gives: for XLM-RoBERTa it asks for BERT's names, which that
   * vocabulary lacks, so the model sees its unknown token at both ends.
   */
  AS_RELEASED,
  /** Those that the model was trained with; the outputs differ from the released package's. */
  AS_TRAINED
}
