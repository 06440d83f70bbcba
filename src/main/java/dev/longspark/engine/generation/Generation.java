package dev.longspark.engine.generation;

import dev.longspark.engine.decoder.TokenLogit;
import dev.longspark.measurement.KeptTokens;
import dev.longspark.measurement.Measurement;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.measurement.Timings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a model answered to one prompt, and what that took.
 *
 * @param ids the new tokens; an end token that ended them is the last
 * @param promptTokens read before
 * @param topLogits the most likely first tokens, best first, as many as were asked for
 * @param kept what a cache that drops tokens kept of the prompt; none where every token stays
 * @param keptPositions where these tokens stood, by attention and key-value head, if it was asked
 * @param energyJoules that all devices of the model consumed meanwhile, or -1 if nobody says
 */
public record Generation(
    List<Integer> ids,
    FinishReason finishReason,
    int promptTokens,
    List<TokenLogit> topLogits,
    Timings timings,
    MemoryUse memory,
    List<KeptTokens> kept,
    List<List<List<Integer>>> keptPositions,
    double energyJoules,
    List<GenerationWarning> warnings)
    implements Serializable {
  public Generation {
    ids = List.copyOf(ids);
    topLogits = List.copyOf(topLogits);
    warnings = List.copyOf(warnings);
    kept = List.copyOf(kept);
    keptPositions = List.copyOf(keptPositions);
    Objects.requireNonNull(finishReason, "finishReason");
    Objects.requireNonNull(timings, "timings");
    Objects.requireNonNull(memory, "memory");
  }

  /** All that was measured; the energy only if it is known. */
  public List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    all.add(new Measurement.PromptTokens(promptTokens));
    all.add(new Measurement.NewTokens(ids.size()));
    all.add(new Measurement.AnswerIds(ids));
    all.add(timings);
    all.add(memory);
    all.addAll(kept);
    all.add(new Measurement.LogitsCheck(!warnings.contains(GenerationWarning.NON_FINITE_LOGITS)));
    if (energyJoules >= 0) {
      all.add(new Measurement.Energy(energyJoules));
    }
    return all;
  }
}
