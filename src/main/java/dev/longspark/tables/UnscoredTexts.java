package dev.longspark.tables;

import dev.longspark.data.AnswerRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** The texts of a run that lack a score of some metric. */
final class UnscoredTexts {
  private UnscoredTexts() {}

  static List<StoredText> read(
      Table generations, Table scores, String run, String metric, String scorerVersion) {
    Expression ofRun = Expressions.equal("run_id", run);
    Map<GenerationKey, Record> texts = new LinkedHashMap<>();
    Warehouse.read(
        generations,
        ofRun,
        KeyColumns.and("answer_rule", "status", "text", "committed_at", "executor"),
        row -> texts.merge(KeyColumns.read(row), row, GenerationTable.LATEST));
    Warehouse.read(
        scores,
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
