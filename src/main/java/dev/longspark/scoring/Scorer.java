package dev.longspark.scoring;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.Sample;
import dev.longspark.data.Task;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.ScoreRow;
import java.util.ArrayList;
import java.util.List;

/** One text into its rows of scores. */
public final class Scorer {
  /** Changes when a stored text would be scored differently; older scores stay in the table. */
  public static final String VERSION = "1";

  /** The metric that no benchmark reports, and that an answer may be without. */
  public static final String HALLUCINATION = "hallucination";

  /** The same, with another sample's context. */
  static final String SHUFFLED = "hallucination_shuffled";

  private Scorer() {}

  /** The benchmark's scores of the task. */
  public static List<ScoreRow> scores(
      GenerationKey key, Task task, AnswerRule rule, String text, Sample sample) {
    List<ScoreRow> rows = new ArrayList<>();
    task.score(rule.of(text), sample.answers(), sample.classes())
        .forEach((metric, value) -> rows.add(new ScoreRow(key, metric, value, VERSION)));
    return rows;
  }
}
