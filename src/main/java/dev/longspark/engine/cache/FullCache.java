package dev.longspark.engine.cache;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.Precision;
import java.util.List;

/** Every key and value as it came, in the model's precision: the baseline. */
public record FullCache() implements CachePolicy {
  @Override
  public String program() {
    return "full";
  }

  @Override
  public List<Long> settings() {
    return List.of();
  }

  @Override
  public void requireFits(ModelShape shape) {
    // Fits every shape.
  }

  @Override
  public long bytes(ModelShape shape, Precision precision, long tokens) {
    return Math.multiplyExact(tokens, shape.keyValueBytesPerToken(precision));
  }
}
