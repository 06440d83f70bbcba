package dev.longspark.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.longspark.config.WeightSource;
import dev.longspark.files.Location;
import dev.longspark.plan.Cell;
import dev.longspark.plan.CheckpointIdentity;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.WeightSet;
import dev.longspark.quantization.QuantizationRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the evaluated samples that quantized weights were calibrated on. */
final class CalibrationOverlap {
  private CalibrationOverlap() {}

  /** One object per model, technique and task with such samples: how many of how many. */
  static ArrayNode of(StudyPlan plan, StudySamples samples, Configuration hadoop) {
    ArrayNode overlaps = new ObjectMapper().createArrayNode();
    Map<WeightSet, Set<String>> calibratedOn = new LinkedHashMap<>();
    plan.cells().stream()
        .filter(cell -> cell.protocol().equals(plan.cells().get(0).protocol()))
        .forEach(
            cell -> {
              Optional<WeightSet> weights = plan.weights(cell);
              weights.ifPresent(
                  set ->
                      add(
                          overlaps,
                          cell,
                          samples,
                          calibratedOn.computeIfAbsent(set, each -> keys(each, hadoop))));
            });
    return overlaps;
  }

  private static void add(
      ArrayNode overlaps, Cell cell, StudySamples samples, Set<String> calibratedOn) {
    String task = cell.task().name();
    long shared = samples.keys(task).stream().filter(calibratedOn::contains).count();
    if (shared > 0) {
      overlaps
          .addObject()
          .put("model", cell.model())
          .put("technique", cell.technique().name())
          .put("task", task)
          .put("samples", shared)
          .put("evaluated", samples.keys(task).size());
    }
  }

  private static Set<String> keys(WeightSet weights, Configuration hadoop) {
    Path file = new Path(new Location(weights.checkpoint()).hadoop(), QuantizationRecord.FILE);
    try {
      FileSystem files = CheckpointIdentity.fileSystem(weights.checkpoint(), hadoop);
      boolean recorded = weights.source() == WeightSource.FILE && files.exists(file);
      if (!recorded) {
        return Set.of();
      }
      try (InputStream in = files.open(file)) {
        return QuantizationRecord.read(in).sampleKeys();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
