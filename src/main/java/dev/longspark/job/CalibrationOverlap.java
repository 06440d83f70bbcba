package dev.longspark.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.longspark.config.ModelEntry;
import dev.longspark.plan.Cell;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.WeightSet;
import dev.longspark.quantization.QuantizationRecord;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Finds the evaluated samples that quantized weights were calibrated on. */
final class CalibrationOverlap {
  private CalibrationOverlap() {}

  /** One object per model, technique and task with such samples: how many of how many. */
  static ArrayNode of(StudyPlan plan, StudySamples samples) {
    ArrayNode overlaps = new ObjectMapper().createArrayNode();
    Map<WeightSet, Set<String>> calibratedOn = new LinkedHashMap<>();
    plan.cells().stream()
        .filter(cell -> cell.protocol().equals(plan.cells().get(0).protocol()))
        .forEach(
            cell -> {
              Set<String> keys =
                  calibratedOn.computeIfAbsent(plan.weights(cell), CalibrationOverlap::keys);
              add(overlaps, cell, samples, keys);
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

  private static Set<String> keys(WeightSet weights) {
    Path folder = Path.of(weights.checkpoint());
    boolean recorded =
        weights.source() == ModelEntry.Weights.FILE && QuantizationRecord.isIn(folder);
    return recorded ? QuantizationRecord.read(folder).sampleKeys() : Set.of();
  }
}
