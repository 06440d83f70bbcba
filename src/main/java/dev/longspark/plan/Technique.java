package dev.longspark.plan;

import dev.longspark.config.ModelVariant;
import dev.longspark.engine.cache.CachePolicy;
import java.io.Serializable;
import java.util.Objects;

/**
 * One named stack of choices, one value on each axis, applied in this order.
 *
 * @param name as in Table 1 of the paper or in the study
 * @param compression what is done to the prompt
 * @param variant which checkpoint of the family
 * @param weights which of its checkpoints, and how its matrices are kept
 * @param cache how keys and values are kept
 */
public record Technique(
    String name,
    PromptCompression compression,
    ModelVariant variant,
    WeightChoice weights,
    CachePolicy cache)
    implements Serializable {
  /** Requires every axis. */
  public Technique {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(cache, "cache");
  }
}
