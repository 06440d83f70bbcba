package dev.longspark.job;

import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.ScoreRow;
import java.io.Serializable;
import java.util.List;

/**
 * What an executor answers.
 *
 * @param input the position of the unit among those handed out
 * @param generations one row per sample; none if the unit was given up
 * @param scores the rows' scores
 */
record UnitResult(int input, List<GenerationRow> generations, List<ScoreRow> scores)
    implements Serializable {
  UnitResult {
    generations = List.copyOf(generations);
    scores = List.copyOf(scores);
  }

  /** The unit killed its executors, and nobody knows which of its samples does. */
  boolean isGivenUp() {
    return generations.isEmpty();
  }
}
