package dev.longspark.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/** The columns of {@code divergences}: each technique along its baseline's answers. */
public final class DivergenceTable {
  /** The table's name. */
  public static final String NAME = "divergences";

  /** The table's columns. */
  public static final Schema SCHEMA =
      new Schema(
          required(1, "run_id", Types.StringType.get(), "the run"),
          required(2, "model", Types.StringType.get(), "the model's name in the study"),
          required(3, "technique", Types.StringType.get(), "the technique's name in the study"),
          required(4, "task", Types.StringType.get(), "the task"),
          required(5, "protocol", Types.StringType.get(), "the protocol's name"),
          required(6, "sample_key", Types.StringType.get(), "the sample, by its content"),
          required(7, "baseline", Types.StringType.get(), "whose answer it was given"),
          optional(8, "message", Types.StringType.get(), "why there are no numbers"),
          optional(9, "positions", Types.IntegerType.get(), "tokens of the answer"),
          optional(10, "mean_kl", Types.DoubleType.get(), "mean of kl"),
          optional(
              11,
              "kl",
              Types.ListType.ofRequired(12, Types.DoubleType.get()),
              "KL divergence from the baseline before each token, nats"),
          optional(13, "whole_vocabulary", Types.BooleanType.get(), "if not, kl is a lower bound"),
          optional(14, "flips", Types.IntegerType.get(), "positions where another token is best"),
          optional(
              15,
              "first_difference",
              Types.IntegerType.get(),
              "where the free answers part, from 1; null where they are the same"),
          optional(16, "follow_ms", Types.DoubleType.get(), "what it took, prompt included"),
          required(17, "executor", Types.StringType.get(), "Spark's executor id and host"),
          required(18, "committed_at", Types.TimestampType.withZone(), "when it was committed"));

  /** A file holds rows of one run. */
  static final PartitionSpec SPEC = PartitionSpec.builderFor(SCHEMA).identity("run_id").build();

  private DivergenceTable() {}

  static Record toRecord(DivergenceRow row, Instant committedAt) {
    Record record = GenericRecord.create(SCHEMA);
    KeyColumns.write(row.key(), record);
    record.setField("baseline", row.baseline());
    if (row.divergence() instanceof Divergence.Measured measured) {
      record.setField("positions", measured.kl().size());
      record.setField("mean_kl", measured.meanKl());
      record.setField("kl", measured.kl());
      record.setField("whole_vocabulary", measured.isWhole());
      record.setField("flips", measured.flips());
      measured.parting().ifPresent(part -> record.setField("first_difference", part));
      record.setField("follow_ms", measured.ms());
    } else if (row.divergence() instanceof Divergence.Unknown unknown) {
      record.setField("message", unknown.reason());
    }
    record.setField("executor", row.executor());
    record.setField("committed_at", committedAt.atOffset(ZoneOffset.UTC));
    return record;
  }
}
