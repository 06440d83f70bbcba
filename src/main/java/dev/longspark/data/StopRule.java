package dev.longspark.data;

/** What ends a generation before the token limit. */
public enum StopRule {
  /** The model's end tokens. */
  END_TOKEN,
  /** The model's end tokens or the first line break, which is kept. */
  NEWLINE
}
