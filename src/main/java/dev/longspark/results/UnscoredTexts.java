package dev.longspark.results;

import dev.longspark.data.AnswerRule;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.GenerationTable;
import dev.longspark.tables.KeyColumns;
import dev.longspark.tables.Status;
import dev.longspark.tables.StoredText;
import dev.longspark.tables.Warehouse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** The texts of a run that lack a score of some metric. */
public final class UnscoredTexts {
  private UnscoredTexts() {}

  /** The texts of a run that lack a metric's score by this version of the scorer. */
  public static List<StoredText> read(
      Warehouse warehouse, String run, String metric, String scorerVersion) {
    Expression ofRun = Expressions.equal("run_id", run);
    Map<GenerationKey, Record> texts = new LinkedHashMap<>();
    warehouse.readGenerations(
        ofRun,
        KeyColumns.and("answer_rule", "status", "text", "committed_at", "executor"),
        row -> texts.merge(KeyColumns.read(row), row, GenerationTable.LATEST));
    warehouse.readScores(
        Expressions.and(
            ofRun,
            Expressions.equal("metric", metric),
            Expressions.equal("scorer_version", scorerVersion)),
        KeyColumns.NAMES,
        row -> texts.remove(KeyColumns.read(row)));
    List<StoredText> unscored = new ArrayList<>();
    texts.forEach(
        (key, row) -> {
          if (row.getField("status").equals(Status.OK.name())) {
            AnswerRule rule = AnswerRule.valueOf((String) row.getField("answer_rule"));
            unscored.add(new StoredText(key, rule, (String) row.getField("text")));
          }
        });
    return unscored;
  }
}
