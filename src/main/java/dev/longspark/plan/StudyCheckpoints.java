package dev.longspark.plan;

import dev.longspark.config.CheckpointEntry;
import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelSource;
import dev.longspark.config.ModelVariant;
import dev.longspark.config.Study;
import java.util.LinkedHashMap;
import java.util.Map;

/** The folders that a study's models are read from, by what they are to the study. */
public final class StudyCheckpoints {
  private StudyCheckpoints() {}

  /** Folders by names such as {@code llama-3.1-8b}, {@code llama-3.1-8b.pruned.four-bit}. */
  public static Map<String, String> folders(Study study) {
    Map<String, String> folders = new LinkedHashMap<>();
    for (ModelEntry model : study.models()) {
      model.checkpoints().ifPresent(checkpoints -> add(folders, model.name(), checkpoints));
    }
    if (!study.compressor().checkpoint().isEmpty()) {
      folders.put("compressor", study.compressor().checkpoint());
    }
    return folders;
  }

  private static void add(
      Map<String, String> folders, String model, ModelSource.Checkpoints checkpoints) {
    checkpoints
        .byVariant()
        .forEach((variant, checkpoint) -> add(folders, model, variant, checkpoint));
    if (!checkpoints.tokenizer().isEmpty()) {
      folders.put(model + ".tokenizer", checkpoints.tokenizer());
    }
  }

  private static void add(
      Map<String, String> folders, String model, ModelVariant variant, CheckpointEntry checkpoint) {
    String name = variant == ModelVariant.FULL ? model : model + ".pruned";
    folders.put(name, checkpoint.path());
    checkpoint
        .lowBit()
        .forEach((word, folder) -> folders.put(name + "." + CheckpointEntry.key(word), folder));
  }
}
