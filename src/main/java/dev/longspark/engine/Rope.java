package dev.longspark.engine;

import java.io.Serializable;
import java.util.Objects;

/**
 * Rotary position embedding: pairs of a head's channels are turned by an angle that grows with the
 * position.
 *
 * <p>Source: Su et al., RoFormer (2021).
 *
 * @param theta base of the frequencies
 * @param channels of a head that are turned, its first ones; 0 for no rotation
 * @param pairing which channels make a pair
 * @param scaling for contexts longer than those of the training
 */
public record Rope(double theta, int channels, Pairing pairing, RopeScaling scaling)
    implements Serializable {
  /** No rotation: a layer without positions. */
  public static final Rope NONE = new Rope(1, 0, Pairing.HALVES, new RopeScaling.None());

  /** Which of the turned channels make a pair. */
  public enum Pairing {
    /** i and i + channels / 2, "rotate half". */
    HALVES,
    /** 2 i and 2 i + 1. */
    NEIGHBOURS
  }

  public Rope {
    Objects.requireNonNull(pairing, "pairing");
    Objects.requireNonNull(scaling, "scaling");
    if (!(theta > 0)) {
      throw new IllegalArgumentException("Invalid rope theta: " + theta + " (must be > 0)");
    }
    if (channels < 0 || channels % 2 != 0) {
      throw new IllegalArgumentException(
          "Invalid rotated channels: " + channels + " (must be even and >= 0)");
    }
  }

  /** Rotation of all channels of a head, in halves. */
  public Rope(double theta, int headDim, RopeScaling scaling) {
    this(theta, headDim, Pairing.HALVES, scaling);
  }

  /** Rotation of all channels of a head, in halves and without scaling. */
  public static Rope unscaled(double theta, int headDim) {
    return new Rope(theta, headDim, new RopeScaling.None());
  }

  /** Whether sequences of different lengths are turned by different angles. */
  public boolean dependsOnLength() {
    return channels > 0 && scaling.dependsOnLength();
  }

  /**
   * The {@code channels / 2} angles per position of a sequence no longer than those of the
   * training, in float32 as the reference computes them.
   */
  public float[] inverseFrequencies() {
    return inverseFrequencies(1);
  }

  /**
   * The same of a longer sequence.
   *
   * @param tokens of the whole sequence, those to come included
   */
  public float[] inverseFrequencies(int tokens) {
    return channels == 0 ? new float[0] : scaling.frequencies(theta, channels, tokens);
  }
}
