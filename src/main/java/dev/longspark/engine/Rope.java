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

  /** The {@code channels / 2} angles per position, in float32 as the reference computes them. */
  public float[] inverseFrequencies() {
    float[] frequencies = new float[channels / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float exponent = (float) (2 * i) / channels;
      frequencies[i] = 1f / (float) Math.pow(theta, exponent);
    }
    return scaling.stretched(frequencies);
  }
}
