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

  /** The family's files, if this program runs it. */
  public Optional<ModelSource.Checkpoints> checkpoints() {
    return source.map(Optional::of, endpoint -> Optional.empty());
  }

  /** The checkpoint of a variant, if the family has it. */
  public Optional<CheckpointEntry> checkpoint(ModelVariant variant) {
    return checkpoints().map(checkpoints -> checkpoints.byVariant().get(variant));
  }

  /** Whether its weights are random numbers, so that its scores mean nothing. */
  public boolean isRandom() {
    return checkpoints().filter(each -> each.weights() == WeightSource.RANDOM).isPresent();
  }
}
