package dev.longspark.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One model family of a study.
 *
 * @param name the user's name for it
 * @param checkpoints the full checkpoint and, if there is one, the pruned variant
 * @param tokenizer folder of another tokenizer, or empty text for each checkpoint's own
 * @param weights read from files or random
 * @param seed of random weights
 * @param maxPromptTokens longest prompt, 0 for the protocol's
 * @param techniques names, checked by {@code plan}; empty for the study's
 */
public record ModelEntry(
    String name,
    Map<ModelVariant, Checkpoint> checkpoints,
    String tokenizer,
    Weights weights,
    int seed,
    int maxPromptTokens,
    List<String> techniques)
    implements Serializable {
  /** Requires the full checkpoint. */
  public ModelEntry {
    if (!checkpoints.containsKey(ModelVariant.FULL)) {
      throw new IllegalArgumentException("Missing full checkpoint of model " + name);
    }
    checkpoints = Collections.unmodifiableMap(new EnumMap<>(checkpoints));
    techniques = List.copyOf(techniques);
  }

  /** What a checkpoint was trained as. */
  public enum Kind {
    INSTRUCT,
    BASE
  }

  /** Where the weights come from. */
  public enum Weights {
    FILE,
    RANDOM
  }

  /**
   * One trained model and, if there is one, its 4-bit form.
   *
   * @param path folder or URI of the full-precision checkpoint
   * @param kind what it was trained as
   * @param fourBit folder or URI of the GPTQ checkpoint, empty text if there is none
   */
  public record Checkpoint(String path, Kind kind, String fourBit) implements Serializable {
    /** The 4-bit checkpoint, if there is one. */
    public Optional<String> fourBitPath() {
      return fourBit.isEmpty() ? Optional.empty() : Optional.of(fourBit);
    }
  }

  /** The checkpoint of a variant, if the family has it. */
  public Optional<Checkpoint> checkpoint(ModelVariant variant) {
    return Optional.ofNullable(checkpoints.get(variant));
  }
}
