package dev.longspark.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/** The columns of {@code runs}: one row per run, replaced when the run ends or is continued. */
public final class RunTable {
  /** The table's name. */
  public static final String NAME = "runs";

  /** The table's columns. */
  public static final Schema SCHEMA =
      new Schema(
          required(1, "run_id", Types.StringType.get(), "the run"),
          required(2, "study", Types.StringType.get(), "the study's name"),
          required(3, "manifest", Types.StringType.get(), "what it was made from, as JSON"),
          required(4, "started", Types.TimestampType.withZone(), "when it first started"),
          optional(5, "finished", Types.TimestampType.withZone(), "null while it is running"),
          required(6, "status", Types.StringType.get(), "RUNNING, COMPLETE, FAILED or STOPPED"));

  /** A file holds one row, so that it can be replaced whole. */
  static final PartitionSpec SPEC = PartitionSpec.builderFor(SCHEMA).identity("run_id").build();

  private RunTable() {}

  static Record toRecord(RunRow row) {
    Record run = GenericRecord.create(SCHEMA);
    run.setField("run_id", row.id());
    run.setField("study", row.study());
    run.setField("manifest", row.manifest());
    run.setField("started", row.started().atOffset(ZoneOffset.UTC));
    if (row.status() != RunStatus.RUNNING) {
      run.setField("finished", row.ended().atOffset(ZoneOffset.UTC));
    }
    run.setField("status", row.status().name());
    return run;
  }

  static RunRow fromRecord(Record run) {
    OffsetDateTime started = (OffsetDateTime) run.getField("started");
    OffsetDateTime finished = (OffsetDateTime) run.getField("finished");
    return new RunRow(
        (String) run.getField("run_id"),
        (String) run.getField("study"),
        (String) run.getField("manifest"),
        started.toInstant(),
        (finished == null ? started : finished).toInstant(),
        RunStatus.valueOf((String) run.getField("status")));
  }
}
