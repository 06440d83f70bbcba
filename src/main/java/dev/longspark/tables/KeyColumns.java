package dev.longspark.tables;

import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;

/** The six columns that hold a {@link GenerationKey}, in {@code generations} and {@code scores}. */
public final class KeyColumns {
  public static final List<String> NAMES =
      List.of("run_id", "model", "technique", "task", "protocol", "sample_key");

  private KeyColumns() {}

  /** These columns and more. */
  public static List<String> and(String... others) {
    return Stream.concat(NAMES.stream(), Stream.of(others)).toList();
  }

  static void write(GenerationKey key, Record row) {
    row.setField("run_id", key.run());
    row.setField("model", key.model());
    row.setField("technique", key.technique());
    row.setField("task", key.task());
    row.setField("protocol", key.protocol());
    row.setField("sample_key", key.sample());
  }

  public static GenerationKey read(Record row) {
    return new GenerationKey(
        (String) row.getField("run_id"),
        (String) row.getField("model"),
        (String) row.getField("technique"),
        (String) row.getField("task"),
        (String) row.getField("protocol"),
        (String) row.getField("sample_key"));
  }
}
