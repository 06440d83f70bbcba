package dev.longspark.engine;

import java.io.Serializable;
import java.util.List;

/** How a rotation is stretched for contexts longer than those of the training. */
public sealed interface RopeScaling extends Serializable {
  /**
   * The angles per position of the pairs of turned channels.
   *
   * @param theta base of the frequencies
   * @param channels that are turned
   * @param tokens of the whole sequence
   */
  float[] frequencies(double theta, int channels, int tokens);

  /** What cosines and sines are multiplied by. */
  default double amplitude() {
    return 1;
  }

  /** Whether frequencies differ with the sequence's length. */
  default boolean dependsOnLength() {
    return false;
  }

  /** Frequencies as in the training: falling, {@code theta^(-2 i / channels)}. */
  private static float[] plain(double theta, int channels) {
    float[] frequencies = new float[channels / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float exponent = (float) (2 * i) / channels;
      frequencies[i] = 1f / (float) Math.pow(theta, exponent);
    }
    return frequencies;
  }

  private static void requireFactor(double factor) {
    if (!(factor >= 1)) {
      throw new IllegalArgumentException("Invalid rope factor: " + factor + " (must be >= 1)");
    }
  }

  private static void requirePositions(int positions) {
    if (positions < 1) {
      throw new IllegalArgumentException(
          "Invalid original positions: " + positions + " (must be > 0)");
    }
  }

  /** Frequencies as they are. */
  record None() implements RopeScaling {
    @Override
    public float[] frequencies(double theta, int channels, int tokens) {
      return plain(theta, channels);
    }
  }

  /**
   * The type {@code linear}: all wavelengths are stretched alike.
   *
   * @param factor by which they are
   */
  record Linear(double factor) implements RopeScaling {
    public Linear {
      requireFactor(factor);
    }

    @Override
    public float[] frequencies(double theta, int channels, int tokens) {
      float[] frequencies = plain(theta, channels);
      for (int i = 0; i < frequencies.length; i++) {
        frequencies[i] /= (float) factor;
      }
      return frequencies;
    }
  }

  /**
   * The type {@code dynamic}: a larger base for a longer sequence. <em>Deviation:</em> where
   * transformers chooses a base for each token from the length so far, the length of the whole
   * sequence counts, so that a result depends on its sample only.
   *
   * @param factor of the stretching
   * @param originalPositions up to which nothing is stretched
   */
  record Dynamic(double factor, int originalPositions) implements RopeScaling {
    public Dynamic {
      requireFactor(factor);
      requirePositions(originalPositions);
    }

    @Override
    public boolean dependsOnLength() {
      return true;
    }

    @Override
    public float[] frequencies(double theta, int channels, int tokens) {
      if (tokens <= originalPositions || channels == 2) {
        return plain(theta, channels);
      }
      double stretch = factor * tokens / originalPositions - (factor - 1);
      return plain(theta * Math.pow(stretch, channels / (channels - 2.0)), channels);
    }
  }

  /**
   * YaRN: wavelengths are stretched that turned less than {@code slow} times in the training, left
   * alone that turned more than {@code fast} times, mixed between, in the order of the channels.
   *
   * <p>Source: Peng et al., YaRN (2023), as Hugging Face transformers computes it: for all lengths.
   *
   * @param factor by which long wavelengths are stretched
   * @param fast turns
   * @param slow turns
   * @param truncated whether the mixed channels are rounded outwards to whole ones
   * @param originalPositions context length before the stretching
   */
  record Yarn(
      double factor,
      double fast,
      double slow,
      boolean truncated,
      int originalPositions,
      double amplitude)
      implements RopeScaling {
    private static final double WHERE_ALL_IS_ONE = 0.001;

    public Yarn {
      requireFactor(factor);
      requirePositions(originalPositions);
      if (!(slow > 0 && fast >= slow && amplitude > 0)) {
        throw new IllegalArgumentException(
            "Invalid yarn: beta_fast %s, beta_slow %s, attention factor %s (must be > 0, fast >= slow)"
                .formatted(fast, slow, amplitude));
      }
    }

    @Override
    public float[] frequencies(double theta, int channels, int tokens) {
      double low = channel(fast, theta, channels);
      double high = channel(slow, theta, channels);
      low = Math.max(truncated ? Math.floor(low) : low, 0);
      high = Math.min(truncated ? Math.ceil(high) : high, channels - 1);
      float width = (float) (high == low ? WHERE_ALL_IS_ONE : high - low);
      float[] frequencies = plain(theta, channels);
      for (int i = 0; i < frequencies.length; i++) {
        float alone = 1 - Math.min(1, Math.max(0, (i - (float) low) / width));
        float stretched = frequencies[i] / (float) factor;
        frequencies[i] = stretched * (1 - alone) + frequencies[i] * alone;
      }
      return frequencies;
    }

    /** The channel, not a whole one, that made so many turns in the training. */
    private double channel(double turns, double theta, int channels) {
      return channels * Math.log(originalPositions / (2 * Math.PI * turns)) / (2 * Math.log(theta));
    }
  }

  /**
   * LongRoPE: a factor of its own for each wavelength, and other ones for sequences longer than
   * those of the training. <em>Deviation:</em> where transformers takes the others from the token
   * on that is too many, the length of the whole sequence decides.
   *
   * @param shortFactors a number for each pair of channels
   * @param longFactors the same
   * @param originalPositions the longest sequence of the short factors
   */
  record LongRope(
      List<Double> shortFactors, List<Double> longFactors, int originalPositions, double amplitude)
      implements RopeScaling {
    public LongRope {
      shortFactors = List.copyOf(shortFactors);
      longFactors = List.copyOf(longFactors);
      requirePositions(originalPositions);
      for (List<Double> factors : List.of(shortFactors, longFactors)) {
        if (!factors.stream().allMatch(factor -> factor > 0)) {
          throw new IllegalArgumentException("Invalid rope factors: " + factors + " (must be > 0)");
        }
      }
    }

    @Override
    public boolean dependsOnLength() {
      return true;
    }

    @Override
    public float[] frequencies(double theta, int channels, int tokens) {
      List<Double> factors = tokens > originalPositions ? longFactors : shortFactors;
      float[] frequencies = plain(theta, channels);
      for (int i = 0; i < frequencies.length; i++) {
        frequencies[i] /= factors.get(i).floatValue();
      }
      return frequencies;
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
      requireFactor(factor);
      if (!(lowFrequencyFactor > 0 && highFrequencyFactor > lowFrequencyFactor)) {
        throw new IllegalArgumentException(
            "Invalid rope frequency factors: low "
                + lowFrequencyFactor
                + ", high "
                + highFrequencyFactor
                + " (must be 0 < low < high)");
      }
      requirePositions(originalPositions);
    }

    @Override
    public float[] frequencies(double theta, int channels, int tokens) {
      float[] frequencies = plain(theta, channels);
      for (int i = 0; i < frequencies.length; i++) {
        frequencies[i] = stretched(frequencies[i]);
      }
      return frequencies;
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
  }
}
