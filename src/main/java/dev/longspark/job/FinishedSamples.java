package dev.longspark.job;

import dev.longspark.plan.Cell;
import dev.longspark.tables.GenerationKey;
import dev.longspark.tables.Status;
import dev.longspark.tables.Warehouse;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Which samples of a run have rows, at a bit each: a driver may continue a run of millions. */
final class FinishedSamples {
  private static final BitSet NONE = new BitSet();

  private final String runId;
  private final Map<String, Integer> numbers = new HashMap<>();

  /** By the key of a cell, which is a generation's without its sample. */
  private final Map<GenerationKey, Map<Status, BitSet>> byCell = new HashMap<>();

  private FinishedSamples(String runId, StudySamples samples) {
    this.runId = runId;
    samples.all().forEach(sample -> numbers.put(sample.key(), numbers.size()));
  }

  /** Reads what the tables have; rows of samples that the study no longer has do not count. */
  static FinishedSamples read(Warehouse warehouse, String runId, StudySamples samples) {
    FinishedSamples finished = new FinishedSamples(runId, samples);
    warehouse.generated(runId, finished::add);
    return finished;
  }

  private void add(GenerationKey key, Status status) {
    Integer number = numbers.get(key.sample());
    if (number != null) {
      GenerationKey cell =
          new GenerationKey(
              key.run(), key.model(), key.technique(), key.task(), key.protocol(), "");
      byCell
          .computeIfAbsent(cell, each -> new EnumMap<>(Status.class))
          .computeIfAbsent(status, each -> new BitSet(numbers.size()))
          .set(number);
    }
  }

  boolean has(Cell cell, String sampleKey) {
    return Arrays.stream(Status.values()).anyMatch(status -> has(cell, sampleKey, status));
  }

  private boolean has(Cell cell, String sampleKey, Status status) {
    return of(cell, status).get(numbers.get(sampleKey));
  }

  /** How many of a cell's samples ended so. */
  int count(Cell cell, Status status) {
    return of(cell, status).cardinality();
  }

  private BitSet of(Cell cell, Status status) {
    return byCell.getOrDefault(Keys.of(runId, cell, ""), Map.of()).getOrDefault(status, NONE);
  }
}
