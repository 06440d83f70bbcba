package dev.longspark.job;

import dev.longspark.data.Sample;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.tables.CompressionOutcome;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an executor is handed: a work unit with its samples.
 *
 * @param unit says what to do with them
 * @param samples in the unit's order
 * @param compressed by sample key, what became of the contexts; empty if they stay as they are
 */
record UnitInput(WorkUnit unit, List<Sample> samples, Map<String, CompressionOutcome> compressed)
    implements Serializable {
  /** A unit that failed its task this often is not tried once more: it may kill executors. */
  static final int ATTEMPTS = 2;

  UnitInput {
    compressed = Map.copyOf(compressed);
    samples = List.copyOf(samples);
    if (samples.size() != unit.sampleKeys().size()) {
      throw new IllegalArgumentException(
          "Expected %d samples of work unit %s, not %d"
              .formatted(unit.sampleKeys().size(), unit.id(), samples.size()));
    }
  }

  /** One input per sample. */
  Stream<UnitInput> singles() {
    return samples.stream()
        .map(
            sample ->
                new UnitInput(
                    new WorkUnit(
                        unit.id() + "/" + sample.key(),
                        unit.cell(),
                        unit.model(),
                        List.of(sample.key()),
                        unit.predictedSeconds() / samples.size()),
                    List.of(sample),
                    compressed.isEmpty()
                        ? Map.of()
                        : Map.of(sample.key(), compressed.get(sample.key()))));
  }
}
