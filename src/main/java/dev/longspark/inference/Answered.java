package dev.longspark.inference;

import dev.longspark.tables.Outcome;

/** Takes what becomes of samples that are answered together; what it throws ends all of them. */
public interface Answered {
  /**
   * A sample's turn has come; again if it is tried alone.
   *
   * @param index its place among those asked
   */
  void begins(int index);

  /** A sample has its text. */
  void answered(int index, Outcome.Text text);

  /** A sample has none, and why. */
  void failed(int index, Throwable cause);
}
