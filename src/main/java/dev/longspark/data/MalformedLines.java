package dev.longspark.data;

/** What a line that is no sample does to the reading of its file. */
public enum MalformedLines {
  /** Ends it with an error that names file, line and reason. */
  FAIL,
  /** Leaves the line out, logs it and counts it. */
  SKIP
}
