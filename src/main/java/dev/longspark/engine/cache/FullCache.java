package dev.longspark.engine.cache;

import dev.longspark.engine.AttentionShape;
import dev.longspark.engine.Precision;
import java.util.List;

/** Every key and value as it came, in the model's precision: the baseline. */
public record FullCache() implements Storage {
  @Override
  public String program() {
    return "full";
  }

  @Override
  public List<String> changes() {
    return List.of();
  }

  @Override
  public void requireFits(AttentionShape.Full attention) {
    // Fits every shape.
  }

  @Override
  public long bytes(AttentionShape.Full attention, Precision precision, long tokens) {
    long held = Math.min(tokens, attention.scoring().window());
    return Math.multiplyExact(held, attention.keyValueWidth() * precision.bytes());
  }
}
