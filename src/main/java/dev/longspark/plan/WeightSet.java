package dev.longspark.plan;

import dev.longspark.config.ModelEntry;
import dev.longspark.config.ModelVariant;
import dev.longspark.engine.Precision;
import java.io.Serializable;

/**
 * What an executor loads and keeps: equal weight sets are the same weights in memory, whatever is
 * done to prompts and caches.
 *
 * @param model the family's name in the study
 * @param variant full or pruned
 * @param checkpoint its folder or URI
 * @param tokenizer folder or URI of its tokenizer
 * @param precision of weights and activations
 * @param source from files or random
 * @param seed of random weights
 */
public record WeightSet(
    String model,
    ModelVariant variant,
    String checkpoint,
    String tokenizer,
    Precision precision,
    ModelEntry.Weights source,
    long seed)
    implements Serializable {

  /** For people and logs: {@code llama-3.1-8b full FP16}. */
  public String label() {
    return model + " " + (variant == ModelVariant.FULL ? "full" : "pruned") + " " + precision;
  }
}
