package dev.longspark.tables;

/** How the generation of one sample ended. */
public enum Status {
  OK,
  /** The message says why. */
  FAILED,
  /** The device's memory did not suffice: a result of the technique, not a fault. */
  OUT_OF_MEMORY
}
