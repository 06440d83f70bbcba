package dev.longspark.plan;

import dev.longspark.config.CheckpointEntry;
import dev.longspark.config.ConfigException;
import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelVariant;

/**
 * Which of a model's checkpoints a technique uses.
 *
 * @param path of the variant in full precision
 * @param folder that the technique opens: {@code path}, or that of the same weights in few bits
 */
record TechniqueCheckpoint(String path, String folder) {
  /**
   * Chooses.
   *
   * @throws ConfigException if the model has no such checkpoint
   */
  static TechniqueCheckpoint of(ModelEntry model, Technique technique) {
    CheckpointEntry checkpoint =
        model
            .checkpoint(technique.variant())
            .orElseThrow(
                () ->
                    new ConfigException(
                        "Technique '%s' needs a pruned variant, and model '%s' has none (set models.%s.pruned.checkpoint)"
                            .formatted(technique.name(), model.name(), model.name())));
    return new TechniqueCheckpoint(checkpoint.path(), folder(model, checkpoint, technique));
  }

  private static String folder(ModelEntry model, CheckpointEntry checkpoint, Technique technique) {
    if (!(technique.weights() instanceof WeightChoice.Packed packed)) {
      return checkpoint.path();
    }
    String variant = technique.variant() == ModelVariant.FULL ? "" : "pruned.";
    String key = variant + CheckpointEntry.key(packed.checkpoint());
    return checkpoint
        .lowBit(packed.checkpoint())
        .orElseThrow(
            () ->
                new ConfigException(
                    "Technique '%s' needs a %s checkpoint, and model '%s' has none (set models.%s.%s)"
                        .formatted(
                            technique.name(), packed.label(), model.name(), model.name(), key)));
  }
}
