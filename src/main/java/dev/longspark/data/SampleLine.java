package dev.longspark.data;

import java.io.IOException;
import java.util.List;

/** Turns one JSON line with LongBench's eight fields into a sample, or says why it cannot. */
final class SampleLine {
  private SampleLine() {}

  /**
   * The line's sample.
   *
   * @throws IOException if the line is not JSON, lacks a field, has one of another type, or belongs
   *     to another task
   */
  static Sample parse(String task, byte[] line) throws IOException {
    JsonFields fields = JsonFields.parse(line);
    String dataset = fields.string("dataset");
    if (!dataset.equals(task)) {
      throw new IOException("Expected dataset '" + task + "', not '" + dataset + "'");
    }
    return Sample.of(
        task,
        fields.string("_id"),
        fields.string("context"),
        fields.string("input"),
        fields.strings("answers"),
        fields.isNull("all_classes") ? List.of() : fields.strings("all_classes"),
        fields.string("language"),
        fields.natural("length"));
  }
}
