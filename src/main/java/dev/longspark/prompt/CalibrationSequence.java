package dev.longspark.prompt;

import java.util.Objects;

/**
 * A piece of a document that the model reads during calibration.
 *
 * @param source of the document
 * @param sampleKey of the document, empty if it is no LongBench sample
 * @param first token of the document in it
 * @param ids with the special tokens before bare text
 */
public record CalibrationSequence(String source, String sampleKey, int first, TokenIds ids) {
  public CalibrationSequence {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(sampleKey, "sampleKey");
    if (ids.size() == 0) {
      throw new IllegalArgumentException("Invalid calibration sequence of " + source + ": empty");
    }
  }
}
