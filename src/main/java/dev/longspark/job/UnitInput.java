package dev.longspark.job;

import dev.longspark.data.Sample;
import dev.longspark.plan.WorkUnit;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an executor is handed: a work unit with its samples.
 *
 * @param unit says what to do with them
 * @param samples in the unit's order
 */
record UnitInput(WorkUnit unit, List<Sample> samples) implements Serializable {
  UnitInput {
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
                        unit.weights(),
                        List.of(sample.key()),
                        unit.predictedSeconds() / samples.size()),
                    List.of(sample)));
  }
}
