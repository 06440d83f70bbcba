package dev.longspark.engine;

import java.io.Serializable;

/** How a rotation is stretched for contexts longer than those of the training. */
public sealed interface RopeScaling extends Serializable {
  /**
   * The stretched frequencies.
   *
   * @param plain falling, {@code theta^(-2 i / channels)}
   */
  float[] stretched(float[] plain);

  /** What cosines and sines are multiplied by. */
  double amplitude();

  /** Frequencies as they are. */
  record None() implements RopeScaling {
    @Override
    public float[] stretched(float[] plain) {
      return plain;
    }

    @Override
    public double amplitude() {
      return 1;
    }
  }

  /**
   * The type {@code llama3} of Llama 3.1: long wavelengths are stretched, short ones left alone.
   *
   * @param factor by which long wavelengths are stretched
   * @param lowFrequencyFactor wavelengths above {@code originalPositions / this} are stretched
   *     fully
   * @param highFrequencyFactor wavelengths below {@code originalPositions / this} are left alone
   * @param originalPositions context length before the stretching
   */
  record Llama3(
      double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalPositions)
      implements RopeScaling {
    public Llama3 {
      if (!(factor >= 1)) {
        throw new IllegalArgumentException("Invalid rope factor: " + factor + " (must be >= 1)");
      }
      if (!(lowFrequencyFactor > 0 && highFrequencyFactor > lowFrequencyFactor)) {
        throw new IllegalArgumentException(
            "Invalid rope frequency factors: low "
                + lowFrequencyFactor
                + ", high "
                + highFrequencyFactor
                + " (must be 0 < low < high)");
      }
      if (originalPositions < 1) {
        throw new IllegalArgumentException(
            "Invalid original positions: " + originalPositions + " (must be > 0)");
      }
    }

    @Override
    public float[] stretched(float[] plain) {
      float[] stretched = new float[plain.length];
      for (int i = 0; i < plain.length; i++) {
        stretched[i] = stretched(plain[i]);
      }
      return stretched;
    }

    private float stretched(float frequency) {
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

    @Override
    public double amplitude() {
      return 1;
    }
  }
}
