package dev.longspark.engine;

import java.io.Serializable;

/**
 * Rotary position embedding in the layout "rotate half": element i of a head pairs with i + d/2.
 *
 * <p>Source: Su et al., RoFormer (2021); the scaling is the {@code llama3} type of Llama 3.1.
 *
 * @param theta base of the frequencies
 * @param factor by which long wavelengths are stretched; 1 for no scaling
 * @param lowFrequencyFactor wavelengths above {@code originalPositions / this} are stretched fully
 * @param highFrequencyFactor wavelengths below {@code originalPositions / this} are left alone
 * @param originalPositions context length before the stretching
 */
public record Rope(
    double theta,
    double factor,
    double lowFrequencyFactor,
    double highFrequencyFactor,
    int originalPositions)
    implements Serializable {

  public Rope {
    if (!(theta > 0)) {
      throw new IllegalArgumentException("Invalid rope theta: " + theta + " (must be > 0)");
    }
    if (!(factor >= 1)) {
      throw new IllegalArgumentException("Invalid rope factor: " + factor + " (must be >= 1)");
    }
    if (factor > 1 && !(lowFrequencyFactor > 0 && highFrequencyFactor > lowFrequencyFactor)) {
      throw new IllegalArgumentException(
          "Invalid rope frequency factors: low "
              + lowFrequencyFactor
              + ", high "
              + highFrequencyFactor
              + " (must be 0 < low < high)");
    }
    if (factor > 1 && originalPositions < 1) {
      throw new IllegalArgumentException(
          "Invalid original positions: " + originalPositions + " (must be > 0)");
    }
  }

  /** Rotation without scaling. */
  public static Rope unscaled(double theta) {
    return new Rope(theta, 1, 1, 1, 0);
  }

  /** The {@code headDim / 2} angles per position, in float32 as the reference computes them. */
  public float[] inverseFrequencies(int headDim) {
    float[] frequencies = new float[headDim / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float exponent = (float) (2 * i) / headDim;
      frequencies[i] = scaled(1f / (float) Math.pow(theta, exponent));
    }
    return frequencies;
  }

  private float scaled(float frequency) {
    if (factor == 1) {
      return frequency;
    }
    double wavelength = 2 * Math.PI / frequency;
    if (wavelength < originalPositions / highFrequencyFactor) {
      return frequency;
    }
    if (wavelength > originalPositions / lowFrequencyFactor) {
      return (float) (frequency / factor);
    }
    double smooth =
        (originalPositions / wavelength - lowFrequencyFactor)
            / (highFrequencyFactor - lowFrequencyFactor);
    return (float) ((1 - smooth) * frequency / factor + smooth * frequency);
  }
}
