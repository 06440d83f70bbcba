package dev.longspark.engine;

import java.io.Serializable;
import java.util.Objects;

/**
 * The norm of a model: of a layer's states, of its output, and of queries and keys.
 *
 * @param epsilon that is added to the mean of the squares
 */
public record NormShape(Kind kind, double epsilon) implements Serializable {
  /** What a norm computes, in float32. */
  public enum Kind {
    /** {@code x / rms(x)}, rounded, then times the weight: Llama. */
    RMS("rms"),
    /** {@code x / rms(x) * (1 + weight)}, rounded last: Gemma. */
    RMS_PLUS_ONE("rms_plus_one"),
    /** {@code (x - mean) / deviation * weight}, rounded last: Cohere. */
    LAYER("layer");

    private final String program;

    Kind(String program) {
      this.program = program;
    }

    /** Its name in {@code torchscript/norm.py}. */
    public String program() {
      return program;
    }
  }

  public NormShape {
    Objects.requireNonNull(kind, "kind");
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("Invalid norm epsilon " + epsilon + " (must be > 0)");
    }
  }

  /** The norm of a Llama. */
  public static NormShape rms(double epsilon) {
    return new NormShape(Kind.RMS, epsilon);
  }
}
