package dev.longspark.job;

import dev.longspark.plan.Cell;
import dev.longspark.tables.GenerationRow;
import dev.longspark.tables.Outcome;
import dev.longspark.tables.ScoreRow;
import dev.longspark.tables.Status;
import dev.longspark.tables.TaskColumns;
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

  static UnitResult givenUp(int input) {
    return new UnitResult(input, List.of(), List.of());
  }

  /** A unit of one sample that is known to be the culprit: it becomes a row. */
  static UnitResult failed(String runId, int input, UnitInput culprit, String message) {
    Cell cell = culprit.unit().cell();
    GenerationRow row =
        new GenerationRow(
            Keys.of(runId, cell, culprit.samples().get(0).key()),
            TaskColumns.of(cell.task()),
            cell.protocol().answerRule(cell.task()),
            new Outcome.Failure(Status.FAILED, message),
            new GenerationRow.Origin("", "", UnitInput.ATTEMPTS));
    return new UnitResult(input, List.of(row), List.of());
  }

  /** The unit killed its executors, and nobody knows which of its samples does. */
  boolean isGivenUp() {
    return generations.isEmpty();
  }
}
