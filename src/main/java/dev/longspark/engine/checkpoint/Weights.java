package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.Tensor;

/**
 * The weights of one checkpoint in one format on one device, loaded tensor by tensor when asked.
 *
 * <p>Every tensor given is the caller's to close; a program that keeps it in an attribute keeps the
 * memory. Closing this object leaves the tensors alone.
 */
public final class Weights implements AutoCloseable {
  private final TensorReader reader;
  private final WeightFormat format;

  Weights(TensorReader reader, WeightFormat format) {
    this.reader = reader;
    this.format = format;
  }

  /** The embedding [vocabulary, hidden], a norm's weight [hidden], or a tensor of an encoder. */
  public Tensor plain(String name) {
    return reader.load(name, format.precision());
  }

  /**
   * A matrix as {@code torchscript/matrix.py} takes it.
   *
   * @param name without ending: {@code model.layers.0.mlp.up_proj}, {@code lm_head}
   */
  public KeptMatrix linear(String name) {
    return format.linear(name, reader);
  }

  public Precision precision() {
    return format.precision();
  }

  /** Bytes of all tensors loaded so far. */
  public long loadedBytes() {
    return reader.loadedBytes();
  }

  @Override
  public void close() {
    reader.close();
  }
}
