package dev.longspark.metrics;

/** The lengths by which LongBench-E reports scores: words or Chinese characters, as published. */
public enum LengthBucket {
  UP_TO_4K("0-4k", 4000),
  UP_TO_8K("4-8k", 8000),
  ABOVE_8K("8k+", Integer.MAX_VALUE);

  private final String label;
  private final int end;

  LengthBucket(String label, int end) {
    this.label = label;
    this.end = end;
  }

  /** The bucket of a length. */
  public static LengthBucket of(int length) {
    for (LengthBucket bucket : values()) {
      if (length < bucket.end) {
        return bucket;
      }
    }
    return ABOVE_8K;
  }

  /** As LongBench-E writes it. */
  public String label() {
    return label;
  }
}
