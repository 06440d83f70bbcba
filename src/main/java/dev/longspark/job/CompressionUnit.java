package dev.longspark.job;

import dev.longspark.compression.CompressionSpec;
import dev.longspark.data.Sample;
import java.io.Serializable;
import java.util.List;

/**
 * Contexts that an executor is handed to compress.
 *
 * @param compression its name in the tables
 * @param spec compressor and settings
 * @param samples whose contexts they are
 */
record CompressionUnit(String compression, CompressionSpec spec, List<Sample> samples)
    implements Serializable {
  CompressionUnit {
    samples = List.copyOf(samples);
  }
}
