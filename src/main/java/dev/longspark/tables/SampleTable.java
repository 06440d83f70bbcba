package dev.longspark.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import dev.longspark.data.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/** The columns of {@code samples}: each sample once, however many cells and runs use it. */
public final class SampleTable {
  /** The table's name. */
  public static final String NAME = "samples";

  private static final Types.StringType TEXT = Types.StringType.get();

  /** The table's columns. */
  public static final Schema SCHEMA =
      new Schema(
          required(1, "sample_key", TEXT, "the sample, by its content"),
          required(2, "task", TEXT, "the task"),
          required(3, "sample_id", TEXT, "the line's _id"),
          required(4, "context", TEXT, "the long text"),
          required(5, "question", TEXT, "the line's question"),
          required(6, "answers", Types.ListType.ofRequired(7, TEXT), "accepted references"),
          required(8, "classes", Types.ListType.ofRequired(9, TEXT), "class names, or none"),
          required(10, "language", TEXT, "en, zh or a programming language"),
          required(11, "length", Types.IntegerType.get(), "words, as published"),
          optional(
              12,
              "fields",
              Types.MapType.ofRequired(13, 14, TEXT, TEXT),
              "what else the prompt was made of, by name"));

  static final PartitionSpec SPEC = PartitionSpec.unpartitioned();

  private SampleTable() {}

  static Record toRecord(Sample sample) {
    Record row = GenericRecord.create(SCHEMA);
    row.setField("sample_key", sample.key());
    row.setField("task", sample.task());
    row.setField("sample_id", sample.id());
    row.setField("context", sample.context());
    row.setField("question", sample.question());
    row.setField("answers", sample.answers());
    row.setField("classes", sample.classes());
    row.setField("language", sample.language());
    row.setField("length", sample.length());
    row.setField("fields", sample.fields());
    return row;
  }

  static Sample fromRecord(Record row) {
    return new Sample(
        (String) row.getField("sample_key"),
        (String) row.getField("task"),
        (String) row.getField("sample_id"),
        (String) row.getField("context"),
        (String) row.getField("question"),
        texts(row.getField("answers")),
        texts(row.getField("classes")),
        (String) row.getField("language"),
        (Integer) row.getField("length"),
        fields(row.getField("fields")));
  }

  /** None in rows of an older version. */
  private static Map<String, String> fields(Object map) {
    Map<String, String> fields = new HashMap<>();
    if (map != null) {
      ((Map<?, ?>) map).forEach((name, value) -> fields.put((String) name, (String) value));
    }
    return fields;
  }

  private static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).toList();
  }
}
