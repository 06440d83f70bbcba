package dev.longspark.tables;

import java.io.Serializable;
import java.util.Objects;

/**
 * What became of one sample's context under one compression, as a row of {@link CompressionTable}.
 * It belongs to no run: every run that asks for the same reads it.
 *
 * @param compression names compressor and settings by their content
 * @param sample the sample's key
 * @param maker compressor and settings for people, and where the row was made
 * @param outcome the text and its measurements, or the reason why there are none
 */
public record CompressionRow(
    String compression, String sample, Maker maker, CompressionOutcome outcome)
    implements Serializable {

  public CompressionRow {
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(sample, "sample");
    Objects.requireNonNull(maker, "maker");
    Objects.requireNonNull(outcome, "outcome");
  }

  /**
   * Who made a row.
   *
   * @param compressor folder of the encoder
   * @param settings of the algorithm
   * @param counter what counted tokens
   * @param executor Spark's id and host of the process
   */
  public record Maker(String compressor, String settings, String counter, String executor)
      implements Serializable {

    public Maker {
      Objects.requireNonNull(compressor, "compressor");
      Objects.requireNonNull(settings, "settings");
      Objects.requireNonNull(counter, "counter");
      Objects.requireNonNull(executor, "executor");
    }
  }
}
