package dev.longspark.tables;

/** How far a run is. A run whose driver was killed stays RUNNING until it is continued. */
public enum RunStatus {
  RUNNING,
  /** Every planned sample has a row. */
  COMPLETE,
  /** It was stopped by a fault or by too many failed samples; the same command continues it. */
  STOPPED
}
