package dev.longspark.config;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * One model family of a study.
 *
 * @param name the user's name for it
 * @param source what answers for it
 * @param maxPromptTokens longest prompt, 0 for the protocol's
 * @param techniques names, checked by {@code plan}; empty for the study's
 */
public record ModelEntry(
    String name, ModelSource source, int maxPromptTokens, List<String> techniques)
    implements Serializable {
  /** Copies the list. */
  public ModelEntry {
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

  /** The family's files, if this program runs it. */
  public Optional<ModelSource.Checkpoints> checkpoints() {
    return source.map(Optional::of, endpoint -> Optional.empty());
  }

  /** The checkpoint of a variant, if the family has it. */
  public Optional<Checkpoint> checkpoint(ModelVariant variant) {
    return checkpoints().map(checkpoints -> checkpoints.byVariant().get(variant));
  }

  /** Whether its weights are random numbers, so that its scores mean nothing. */
  public boolean isRandom() {
    return checkpoints().filter(each -> each.weights() == Weights.RANDOM).isPresent();
  }
}
