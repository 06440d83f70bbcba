package dev.longspark.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Turns one JSON line with LongBench's eight fields into a sample, or says why it cannot.
 *
 * @param task to which all lines must belong
 */
record SampleLine(String task) implements SampleReader.Format {
  @Override
  public Sample parse(byte[] line, int number) throws IOException {
    JsonFields fields = JsonFields.parse(line);
    String dataset = fields.string("dataset");
    if (!dataset.equals(task) && !dataset.equals(LongBenchE.dataset(task))) {
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

  @Override
  public RuntimeException fault(String message, IOException cause) {
    return new UncheckedIOException("Invalid sample at " + message, cause);
  }
}
