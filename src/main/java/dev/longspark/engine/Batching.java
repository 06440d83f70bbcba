package dev.longspark.engine;

import java.io.Serializable;
import java.util.Objects;

/**
 * How many samples a model decodes together.
 *
 * @param size samples at most
 * @param refill when the next ones come
 */
public record Batching(int size, Refill refill) implements Serializable {
  /** One sample after another. */
  public static final Batching ALONE = new Batching(1, Refill.STATIC);

  /** When the next samples come. */
  public enum Refill {
    /** When all of the batch have ended. */
    STATIC,
    /** One in the place of each that ends. */
    CONTINUOUS
  }

  public Batching {
    Objects.requireNonNull(refill, "refill");
    if (size < 1) {
      throw new IllegalArgumentException("Invalid batch: " + size + " samples (must be > 0)");
    }
  }

  /** As names have it: {@code 4}, or {@code 4c} where places are refilled. */
  public String label() {
    return switch (refill) {
      case STATIC -> Integer.toString(size);
      case CONTINUOUS -> size + "c";
    };
  }

  /** Whether samples may meet. */
  public boolean isShared() {
    return size > 1;
  }
}
