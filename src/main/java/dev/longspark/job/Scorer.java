package dev.longspark.job;

import dev.longspark.data.AnswerRule;
import dev.longspark.data.LongBenchTask;
import dev.longspark.data.Sample;
import dev.longspark.metrics.FirstLine;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.ScoreRow;
import java.util.ArrayList;
import java.util.List;

/** One text into its rows of scores. */
final class Scorer {
  /** Changes when a stored text would be scored differently; older scores stay in the table. */
  static final String VERSION = "1";

  private Scorer() {}

  /** All scores that the task has. */
  static List<ScoreRow> scores(
      GenerationKey key, LongBenchTask task, AnswerRule rule, String text, Sample sample) {
    String prediction =
        switch (rule) {
          case WHOLE -> text;
          case FIRST_LINE -> FirstLine.of(text);
        };
    List<ScoreRow> rows = new ArrayList<>();
    task.metric()
        .score(prediction, sample.answers(), sample.classes())
        .forEach((metric, value) -> rows.add(new ScoreRow(key, metric, value, VERSION)));
    return rows;
  }
}
