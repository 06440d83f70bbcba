package dev.longspark.tables;

import static org.apache.iceberg.types.Types.NestedField.required;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.function.BinaryOperator;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/** The columns of {@code scores}: one metric of one generation by one version of the scorer. */
public final class ScoreTable {
  /** The table's name. */
  public static final String NAME = "scores";

  /** The table's columns. */
  public static final Schema SCHEMA =
      new Schema(
          required(1, "run_id", Types.StringType.get(), "the run"),
          required(2, "model", Types.StringType.get(), "the model's name in the study"),
          required(3, "technique", Types.StringType.get(), "the technique's name in the study"),
          required(4, "task", Types.StringType.get(), "the task"),
          required(5, "protocol", Types.StringType.get(), "the protocol's name"),
          required(6, "sample_key", Types.StringType.get(), "the sample, by its content"),
          required(7, "metric", Types.StringType.get(), "such as qa_f1"),
          required(8, "value", Types.DoubleType.get(), "0 to 1"),
          required(9, "scorer_version", Types.StringType.get(), "version of the code that scored"),
          required(10, "scored_at", Types.TimestampType.withZone(), "when it was committed"));

  /** A file holds rows of one run. */
  static final PartitionSpec SPEC = PartitionSpec.builderFor(SCHEMA).identity("run_id").build();

  /** Of two rows of one key and metric the one that the view {@code latest_scores} has. */
  public static final BinaryOperator<Record> LATEST =
      BinaryOperator.maxBy(
          Comparator.comparing((Record row) -> (OffsetDateTime) row.getField("scored_at"))
              .thenComparing(row -> (String) row.getField("scorer_version")));

  private ScoreTable() {}

  static Record toRecord(ScoreRow row, Instant scoredAt) {
    Record scored = GenericRecord.create(SCHEMA);
    KeyColumns.write(row.key(), scored);
    scored.setField("metric", row.metric());
    scored.setField("value", row.value());
    scored.setField("scorer_version", row.scorerVersion());
    scored.setField("scored_at", scoredAt.atOffset(ZoneOffset.UTC));
    return scored;
  }
}
