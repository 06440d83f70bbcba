package dev.longspark.metrics;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** How a task's predictions are scored: LongBench's metrics, and those for tasks of one's own. */
public sealed interface TaskMetric extends Serializable
    permits Metric, AnswerMatch, MultipleChoice {

  /** The key, among those of {@link #score}, that is reported as a task's score. */
  String headline();

  /**
   * Scores one prediction against the accepted answers; without answers every score is 0.
   *
   * @param prediction the text to score
   * @param answers the accepted answers
   * @param classes the class names to choose from; only classification looks at them
   * @return scores from 0 to 1 by name, the {@linkplain #headline headline} first
   */
  Map<String, Double> score(String prediction, List<String> answers, List<String> classes);
}
