package dev.longspark.job;

import dev.longspark.compression.CompressionSpec;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.plan.Cell;
import dev.longspark.plan.PromptCompression;
import dev.longspark.tables.CompressionOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What became of the contexts of a run, for those techniques that compress.
 *
 * @param outcomes by compression and sample key
 */
record CompressedContexts(Map<CompressionSpec, Map<String, CompressionOutcome>> outcomes) {
  CompressedContexts {
    outcomes = Map.copyOf(outcomes);
  }

  /** The compression of a cell, if it has one. */
  static Stream<CompressionSpec> compression(Cell cell) {
    return cell.technique().compression() instanceof PromptCompression.LlmLingua2 lingua
        ? Stream.of(lingua.spec())
        : Stream.empty();
  }

  /** By sample key; empty for a unit whose technique leaves contexts as they are. */
  Map<String, CompressionOutcome> of(WorkUnit unit) {
    List<CompressionSpec> compression = compression(unit.cell()).toList();
    Map<String, CompressionOutcome> found = new HashMap<>();
    for (CompressionSpec spec : compression) {
      unit.sampleKeys().forEach(key -> found.put(key, outcomes.get(spec).get(key)));
    }
    return found;
  }
}
