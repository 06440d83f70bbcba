package dev.longspark.job;

import dev.longspark.tables.CompressionRow;
import java.io.Serializable;
import java.util.List;

/**
 * What an executor answers to a {@link CompressionUnit}.
 *
 * @param rows one per sample
 */
record CompressionResult(List<CompressionRow> rows) implements Serializable {
  CompressionResult {
    rows = List.copyOf(rows);
  }
}
