package dev.longspark.plan;

import dev.longspark.config.ModelVariant;
import dev.longspark.engine.Batching;
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
 * @param batching how many samples are decoded together
 */
public record Technique(
    String name,
    PromptCompression compression,
    ModelVariant variant,
    WeightChoice weights,
    CachePolicy cache,
    Batching batching)
    implements Serializable {
  /** Requires every axis. */
  public Technique {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(batching, "batching");
  }

  /**
   * The same for samples that are decoded together: {@code FP16@4}, or {@code FP16@4c} if places
   * are refilled.
   */
  public Technique in(Batching batches) {
    String inBatches = stack() + (batches.isShared() ? suffix(batches) : "");
    return new Technique(inBatches, compression, variant, weights, cache, batches);
  }

  /** The name without its batches. */
  public String stack() {
    return batching.isShared()
        ? name.substring(0, name.length() - suffix(batching).length())
        : name;
  }

  private static String suffix(Batching batches) {
    return "@" + batches.label();
  }
}
