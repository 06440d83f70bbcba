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

/** The columns of {@code compressions}: each context once per compression, whatever runs use it. */
public final class CompressionTable {
  /** The table's name. */
  public static final String NAME = "compressions";

  /** The table's columns. */
  public static final Schema SCHEMA =
      new Schema(
          required(1, "compression", Types.StringType.get(), "compressor and settings, by content"),
          required(2, "sample_key", Types.StringType.get(), "the sample, by its content"),
          required(3, "status", Types.StringType.get(), "OK or FAILED"),
          optional(4, "message", Types.StringType.get(), "why there is no text"),
          optional(5, "text", Types.StringType.get(), "the context that is left"),
          optional(6, "origin_tokens", Types.IntegerType.get(), "before, by the counter"),
          optional(7, "kept_tokens", Types.IntegerType.get(), "after, by the counter"),
          optional(8, "requested_rate", Types.DoubleType.get(), "share of tokens aimed at"),
          optional(9, "achieved_rate", Types.DoubleType.get(), "kept_tokens by origin_tokens"),
          optional(10, "compress_ms", Types.DoubleType.get(), "context to shorter context"),
          required(11, "compressor", Types.StringType.get(), "folder of the encoder"),
          required(12, "settings", Types.StringType.get(), "of the algorithm"),
          required(13, "counter", Types.StringType.get(), "utf8, or folder of a tokenizer"),
          required(14, "executor", Types.StringType.get(), "Spark's executor id and host"),
          required(15, "committed_at", Types.TimestampType.withZone(), "when it was committed"));

  /** A file holds rows of one compression. */
  static final PartitionSpec SPEC =
      PartitionSpec.builderFor(SCHEMA).identity("compression").build();

  private CompressionTable() {}

  static Record toRecord(CompressionRow row, Instant committedAt) {
    Record compression = GenericRecord.create(SCHEMA);
    compression.setField("compression", row.compression());
    compression.setField("sample_key", row.sample());
    compression.setField("status", row.outcome().status().name());
    if (row.outcome() instanceof CompressionOutcome.Shortened shortened) {
      compression.setField("text", shortened.text());
      compression.setField("origin_tokens", shortened.originTokens());
      compression.setField("kept_tokens", shortened.keptTokens());
      compression.setField("requested_rate", shortened.requestedRate());
      compression.setField("achieved_rate", shortened.achievedRate());
      compression.setField("compress_ms", shortened.millis());
    } else if (row.outcome() instanceof CompressionOutcome.Failure failure) {
      compression.setField("message", failure.message());
    }
    compression.setField("compressor", row.maker().compressor());
    compression.setField("settings", row.maker().settings());
    compression.setField("counter", row.maker().counter());
    compression.setField("executor", row.maker().executor());
    compression.setField("committed_at", committedAt.atOffset(ZoneOffset.UTC));
    return compression;
  }

  static CompressionOutcome outcome(Record row) {
    return switch (Status.valueOf((String) row.getField("status"))) {
      case OK ->
          new CompressionOutcome.Shortened(
              (String) row.getField("text"),
              (Integer) row.getField("origin_tokens"),
              (Integer) row.getField("kept_tokens"),
              (Double) row.getField("requested_rate"),
              (Double) row.getField("achieved_rate"),
              (Double) row.getField("compress_ms"));
      case FAILED, OUT_OF_MEMORY ->
          new CompressionOutcome.Failure((String) row.getField("message"));
    };
  }
}
