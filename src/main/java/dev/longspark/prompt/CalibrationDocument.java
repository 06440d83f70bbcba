package dev.longspark.prompt;

import java.util.Objects;

/**
 * A text to calibrate on.
 *
 * @param source file, and line where it has several: {@code triviaqa.jsonl#3}
 * @param sampleKey of the LongBench sample whose context it is, empty for other texts
 * @param text to read
 */
public record CalibrationDocument(String source, String sampleKey, String text) {
  public CalibrationDocument {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(sampleKey, "sampleKey");
    Objects.requireNonNull(text, "text");
  }
}
