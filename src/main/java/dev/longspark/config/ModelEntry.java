package dev.longspark.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** The word for the low-bit checkpoint that has a key of its own. */
  public static final String FOUR_BIT = "four-bit";

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
   * One trained model and its low-bit forms.
   *
   * @param path folder or URI of the full-precision checkpoint
   * @param kind what it was trained as
   * @param lowBit folders or URIs of low-bit checkpoints, by the study's words for them
   */
  public record Checkpoint(String path, Kind kind, Map<String, String> lowBit)
      implements Serializable {
    /** Keeps the order. */
    public Checkpoint {
      lowBit = Collections.unmodifiableMap(new LinkedHashMap<>(lowBit));
    }

    /** A low-bit checkpoint, if there is one of that word. */
    public Optional<String> lowBit(String word) {
      return Optional.ofNullable(lowBit.get(word));
    }

    /** The key below the model under which a low-bit checkpoint of some word is written. */
    public static String key(String word) {
      return word.equals(FOUR_BIT) ? FOUR_BIT : "low-bit." + word;
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
