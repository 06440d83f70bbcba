package dev.longspark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.compression.CompressionSettings;
import dev.longspark.config.CheckpointEntry;
import dev.longspark.config.ConfigException;
import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelVariant;
import dev.longspark.engine.Batching;
import dev.longspark.engine.Precision;
import dev.longspark.plan.Cell;
import dev.longspark.plan.Disagreements;
import dev.longspark.plan.Fingerprints;
import dev.longspark.plan.PromptCompression;
import dev.longspark.plan.StudyCheckpoints;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.Technique;
import dev.longspark.plan.TechniqueCatalog;
import dev.longspark.plan.TechniqueIdentity;
import dev.longspark.plan.WeightChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the views must know of a run's techniques and the rows do not say. A run that goes on with
 * other techniques keeps the entries of the earlier ones.
 */
final class PlannedTechniques {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CHECKPOINTS = "checkpoints";
  private static final String TECHNIQUES = "techniques";
  private static final String MODEL = "model";
  private static final String TECHNIQUE = "technique";
  private static final String IDENTITY = "identity";
  private static final double TABLE_1_RATE = 0.5;

  private final StudyPlan plan;
  private final Fingerprints checkpointFolders;
  private final Map<List<String>, ObjectNode> checkpoints = new LinkedHashMap<>();

  /**
   * For a plan.
   *
   * @param checkpointFolders of the run
   */
  PlannedTechniques(StudyPlan plan, Fingerprints checkpointFolders) {
    this.plan = plan;
    this.checkpointFolders = checkpointFolders;
    TechniqueIdentity identity = new TechniqueIdentity(plan, checkpointFolders);
    Disagreements disagreements = new Disagreements(plan, checkpointFolders.hadoop());
    for (Cell cell : plan.cells()) {
      checkpoints.computeIfAbsent(
          List.of(cell.model(), cell.technique().name()),
          key -> entry(cell, identity, disagreements.of(cell)));
    }
  }

  private ObjectNode entry(Cell cell, TechniqueIdentity identity, List<String> disagreements) {
    ModelEntry model = plan.model(cell);
    ObjectNode entry =
        JSON.createObjectNode().put(MODEL, cell.model()).put(TECHNIQUE, cell.technique().name());
    model
        .checkpoint(cell.technique().variant())
        .ifPresent(checkpoint -> entry.put("kind", checkpoint.kind().name()));
    plan.weights(cell).ifPresent(weights -> entry.put("checkpoint", weights.checkpoint()));
    if (!disagreements.isEmpty()) {
      ArrayNode lines = entry.putArray("disagreements");
      disagreements.forEach(lines::add);
    }
    return entry.put("random", model.isRandom()).put(IDENTITY, identity.of(cell));
  }

  /**
   * Refuses to go on with a run in which a technique's name means something else.
   *
   * @param manifest of the run so far
   * @throws ConfigException naming the technique
   */
  void requireSame(JsonNode manifest, String runId) {
    for (JsonNode old : manifest.path(CHECKPOINTS)) {
      JsonNode now = checkpoints.get(key(old, MODEL, TECHNIQUE));
      if (now != null && !now.path(IDENTITY).equals(old.path(IDENTITY))) {
        throw new ConfigException(
            "Cannot continue run %s: technique '%s' of model '%s' has other settings or another checkpoint than when it was run%s (give it another name, or set results.run) [%s]"
                .formatted(
                    runId,
                    old.path(TECHNIQUE).asText(),
                    old.path(MODEL).asText(),
                    changedFolders(manifest.path("checksums")),
                    plan.study().file()));
      }
    }
  }

  /** The folders of the study that hold something else than they did, each with both hashes. */
  private String changedFolders(JsonNode checksums) {
    StringBuilder changed = new StringBuilder();
    StudyCheckpoints.folders(plan.study())
        .forEach(
            (name, folder) -> {
              String then = checksums.path(name).path("checksum").asText();
              String now = checkpointFolders.of(folder);
              if (!then.isEmpty() && !then.equals(now)) {
                changed.append("; %s had the hash %s, now %s".formatted(folder, then, now));
              }
            });
    return changed.toString();
  }

  /** Adds what this plan says to what the manifest of the run said so far. */
  void addTo(ObjectNode manifest, JsonNode earlier) {
    manifest.set(
        CHECKPOINTS, merged(earlier.path(CHECKPOINTS), checkpoints.values(), MODEL, TECHNIQUE));
    manifest.set(TECHNIQUES, merged(earlier.path(TECHNIQUES), own(), "name"));
  }

  /** Stacks that Table 1 has not: what they change, and how much of the context they keep. */
  private List<ObjectNode> own() {
    TechniqueCatalog catalog = TechniqueCatalog.of(plan.study());
    List<ObjectNode> entries = new ArrayList<>();
    plan.cells().stream()
        .map(Cell::technique)
        .distinct()
        .filter(technique -> !catalog.isPublished(technique.name()))
        .forEach(
            technique -> {
              ObjectNode entry = JSON.createObjectNode().put("name", technique.name());
              ArrayNode changes = entry.putArray("changes");
              changes(technique).forEach(changes::add);
              entry.put("keep_rate", technique.compression().keepRate());
              Batching batching = technique.batching();
              if (batching.isShared()) {
                entry.put("stack", technique.stack());
                entry.put("batch", batching.size());
              }
              entries.add(entry);
            });
    return entries;
  }

  /** Against FP16; two stacks share a word only where an axis has the same value. */
  private static List<String> changes(Technique technique) {
    List<String> changes = new ArrayList<>();
    if (technique.weights() instanceof WeightChoice.Packed packed) {
      changes.add(
          packed.checkpoint().equals(CheckpointEntry.FOUR_BIT) ? "w4" : "w-" + packed.checkpoint());
    }
    if (technique.weights().precision() != Precision.FP16) {
      changes.add(technique.weights().precision().name().toLowerCase(Locale.ROOT));
    }
    if (technique.variant() == ModelVariant.PRUNED) {
      changes.add("pruned");
    }
    changes.addAll(technique.cache().changes());
    if (technique.compression() instanceof PromptCompression.LlmLingua2 lingua) {
      changes.add(name(lingua.spec().settings()));
    }
    if (technique.batching().isShared()) {
      changes.add("b" + technique.batching().label());
    }
    return changes;
  }

  private static String name(CompressionSettings settings) {
    CompressionSettings plain = CompressionSettings.atRate(settings.rate(), List.of());
    String rate = settings.rate() == TABLE_1_RATE ? "c" : "c-" + settings.rate();
    return settings.equals(plain) ? rate : rate + "-own";
  }

  /** Earlier entries, those of the same keys replaced. */
  static ArrayNode merged(JsonNode earlier, Iterable<? extends JsonNode> entries, String... keys) {
    Map<List<String>, JsonNode> byKey = new LinkedHashMap<>();
    earlier.forEach(entry -> byKey.put(key(entry, keys), entry));
    entries.forEach(entry -> byKey.put(key(entry, keys), entry));
    return JSON.createArrayNode().addAll(byKey.values());
  }

  private static List<String> key(JsonNode entry, String... keys) {
    return Arrays.stream(keys).map(key -> entry.path(key).asText()).toList();
  }
}
