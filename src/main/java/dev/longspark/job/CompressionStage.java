package dev.longspark.job;

import dev.longspark.compression.CompressionSpec;
import dev.longspark.forecast.ModelWork;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.results.WarehouseSession;
import dev.longspark.tables.CompressionOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses, before the first prompt, the contexts that a run needs and the tables lack: once per
 * sample and compression, whatever models and techniques share it. Finished units are committed as
 * they come, so a restart repeats little.
 */
final class CompressionStage {
  private static final Logger LOG = LoggerFactory.getLogger(CompressionStage.class);

  /** Opening an encoder takes about as long as one long context. */
  private static final int UNIT_SAMPLES = 16;

  private final WarehouseSession session;
  private final Map<CompressionSpec, String> names;
  private final CompressionTask task;
  private final Duration commitWindow;

  /**
   * A stage.
   *
   * @param names of the compressions in the tables
   */
  CompressionStage(
      WarehouseSession session,
      Map<CompressionSpec, String> names,
      CompressionTask task,
      Duration commitWindow) {
    this.session = session;
    this.names = names;
    this.task = task;
    this.commitWindow = commitWindow;
  }

  /**
   * Gives the compressed contexts of all units.
   *
   * @throws RunFailedException if they cannot be finished; what has come back is committed
   */
  CompressedContexts run(String runId, List<ModelWork> stages, StudySamples samples) {
    Map<CompressionSpec, Set<String>> wanted = wanted(stages);
    List<UnitJob.Placed<CompressionUnit>> units = new ArrayList<>();
    wanted.forEach((spec, keys) -> units.addAll(missing(spec, keys, samples)));
    if (!units.isEmpty()) {
      compress(runId, units);
    }
    Map<CompressionSpec, Map<String, CompressionOutcome>> outcomes = new HashMap<>();
    wanted.forEach(
        (spec, keys) -> {
          Map<String, CompressionOutcome> stored = stored(spec);
          stored.keySet().retainAll(keys);
          outcomes.put(spec, stored);
        });
    return new CompressedContexts(outcomes);
  }

  private static Map<CompressionSpec, Set<String>> wanted(List<ModelWork> stages) {
    Map<CompressionSpec, Set<String>> wanted = new LinkedHashMap<>();
    for (ModelWork stage : stages) {
      for (WorkUnit unit : stage.units()) {
        CompressedContexts.compression(unit.cell())
            .forEach(
                spec ->
                    wanted
                        .computeIfAbsent(spec, key -> new LinkedHashSet<>())
                        .addAll(unit.sampleKeys()));
      }
    }
    return wanted;
  }

  private Map<String, CompressionOutcome> stored(CompressionSpec spec) {
    return session.warehouse().compressed(names.get(spec));
  }

  private List<UnitJob.Placed<CompressionUnit>> missing(
      CompressionSpec spec, Set<String> keys, StudySamples samples) {
    List<String> missing = new ArrayList<>(keys);
    missing.removeAll(stored(spec).keySet());
    List<UnitJob.Placed<CompressionUnit>> units = new ArrayList<>();
    for (int start = 0; start < missing.size(); start += UNIT_SAMPLES) {
      List<String> part = missing.subList(start, Math.min(missing.size(), start + UNIT_SAMPLES));
      CompressionUnit unit =
          new CompressionUnit(names.get(spec), spec, part.stream().map(samples::sample).toList());
      units.add(new UnitJob.Placed<>(unit, List.of()));
    }
    return units;
  }

  private void compress(String runId, List<UnitJob.Placed<CompressionUnit>> units) {
    SparkContext spark = session.spark().sparkContext();
    int contexts = units.stream().mapToInt(unit -> unit.input().samples().size()).sum();
    LOG.info("Compressing {} contexts", contexts);
    spark.setJobGroup(runId, "compress " + contexts + " contexts", false);
    try (Committer<CompressionResult> committer =
        Committer.start(commitWindow, this::commit, spark::cancelAllJobs)) {
      CompressionTask compression = task;
      UnitJob.run(
          spark,
          units,
          (position, unit, context) -> compression.compress(unit, context),
          committer::add);
    } catch (Exception e) {
      throw RunFailedException.of(runId, e);
    } finally {
      spark.clearJobGroup();
    }
  }

  private void commit(List<CompressionResult> results) {
    session
        .warehouse()
        .appendCompressions(results.stream().flatMap(result -> result.rows().stream()).toList());
  }
}
