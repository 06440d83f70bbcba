package dev.longspark.tables;

import dev.longspark.data.AnswerRule;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** The texts of a run that lack a score of some metric. */
final class UnscoredTexts {
  private static final List<String> TEXT =
      List.of("answer_rule", "status", "text", "committed_at", "executor");

  /** As the view {@code latest_generations} has it. */
  private static final BinaryOperator<Record> LATEST =
      BinaryOperator.minBy(
          Comparator.comparing((Record row) -> (OffsetDateTime) row.getField("committed_at"))
              .reversed()
              .thenComparing(row -> (String) row.getField("status"))
              .thenComparing(row -> (String) row.getField("executor")));

  private UnscoredTexts() {}

  static List<StoredText> read(
      Table generations, Table scores, String run, String metric, String scorerVersion) {
    Expression ofRun = Expressions.equal("run_id", run);
    Map<GenerationKey, Record> texts = new LinkedHashMap<>();
    Warehouse.read(
        generations, ofRun, columns(TEXT), row -> texts.merge(KeyColumns.read(row), row, LATEST));
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

  private static List<String> columns(List<String> others) {
    List<String> columns = new ArrayList<>(KeyColumns.NAMES);
    columns.addAll(others);
    return columns;
  }
}
