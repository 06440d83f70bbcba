package dev.longspark.engine.generation;

/** Why a generation ended. */
public enum FinishReason {
  /** The model chose an end token. */
  STOP,
  /** The maximum of new tokens was reached. */
  LENGTH
}
