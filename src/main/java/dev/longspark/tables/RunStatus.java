package dev.longspark.tables;

/** How far a run is. A run whose driver was killed stays RUNNING until it is continued. */
public enum RunStatus {
  RUNNING,
  /** Every planned sample has a row. */
  COMPLETE,
  /** Every planned sample has a row, and more of them failed than the study allows. */
  FAILED,
  /** A fault ended it early; the same command continues it. */
  STOPPED
}
