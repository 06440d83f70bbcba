package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;

/** Loads single tensors of one checkpoint onto one device, and counts their bytes. */
public final class TensorReader implements AutoCloseable {
  private final TensorSource source;
  private final Device device;
  private final ScriptProgram loader;
  private long loadedBytes;

  TensorReader(TensorSource source, Device device) {
    this.source = source;
    this.device = device;
    loader = ScriptProgram.load("weights", device);
  }

  public boolean has(String name) {
    return source.has(name);
  }

  /**
   * Loads a tensor of weights, to be closed by the caller.
   *
   * @throws IllegalArgumentException if there is none of that name, or it does not hold weights
   */
  public Tensor load(String name, Precision precision) {
    return counted(source.load(name, precision, device, loader));
  }

  /** Loads a tensor in the dtype of its file, to be closed by the caller. */
  Tensor loadStored(String name) {
    return source.loadStored(name, device, loader);
  }

  /** Bytes of all tensors loaded so far. */
  public long loadedBytes() {
    return loadedBytes;
  }

  @Override
  public void close() {
    loader.close();
  }

  private Tensor counted(Tensor tensor) {
    loadedBytes += loader.callLong("bytes", tensor);
    return tensor;
  }
}
