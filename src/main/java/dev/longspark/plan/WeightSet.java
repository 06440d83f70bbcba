package dev.longspark.plan;

import dev.longspark.config.ModelVariant;
import dev.longspark.config.WeightSource;
import dev.longspark.engine.checkpoint.LowBit;
import dev.longspark.engine.checkpoint.WeightFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What an executor loads and keeps: equal weight sets are the same weights in memory, whatever is
 * done to prompts and caches.
 *
 * @param model the family's name in the study
 * @param variant full or pruned
 * @param checkpoint its folder or URI
 * @param tokenizer folder or URI of its tokenizer
 * @param format of its matrices
 * @param source from files or random
 * @param seed of random weights
 */
public record WeightSet(
    String model,
    ModelVariant variant,
    String checkpoint,
    String tokenizer,
    WeightFormat format,
    WeightSource source,
    int seed)
    implements Model {

  /** For people and logs: {@code llama-3.1-8b full FP16}. */
  @Override
  public String label() {
    String kind = format instanceof LowBit lowBit ? lowBit.stored().label() + " " : "";
    return model + " " + variant.name().toLowerCase(Locale.ROOT) + " " + kind + format.precision();
  }

  @Override
  public Optional<WeightSet> weightSet() {
    return Optional.of(this);
  }
}
