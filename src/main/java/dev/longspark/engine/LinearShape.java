package dev.longspark.engine;

import java.io.Serializable;

/**
 * A matrix {@code y = x W'} of a model, stored [outputs, inputs], and its bias where it has one.
 *
 * @param name without ending: {@code self_attn.q_proj} in a layer, {@code
 *     model.layers.0.self_attn.q_proj} in a file
 * @param bias whether {@code b} [outputs] is added to every y
 */
public record LinearShape(String name, int outputs, int inputs, boolean bias)
    implements Serializable {
  /** A matrix without bias. */
  public LinearShape(String name, int outputs, int inputs) {
    this(name, outputs, inputs, false);
  }

  /** The same matrix under another name. */
  public LinearShape named(String other) {
    return new LinearShape(other, outputs, inputs, bias);
  }

  /** Numbers of the matrix, its bias apart. */
  public long weights() {
    return (long) outputs * inputs;
  }

  /** Numbers of the matrix and its bias. */
  public long parameters() {
    return weights() + (bias ? outputs : 0);
  }
}
