package dev.longspark.engine.cache;

/** Several scores into one. */
public enum Reduction {
  /** Their mean. */
  MEAN,

  /** The largest. */
  MAX
}
