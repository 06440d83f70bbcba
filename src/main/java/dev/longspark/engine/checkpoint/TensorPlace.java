package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;

/**
 * Where a reader's tensors come from and where they go.
 *
 * @param loader the program {@code weights}, which brings them there
 */
record TensorPlace(TensorSource source, Device device, ScriptProgram loader) {
  boolean has(String name) {
    return source.has(name);
  }

  /** A tensor as it is stored, to be closed by the caller. */
  Tensor stored(String name) {
    return source.loadStored(name, device, loader);
  }

  /** Stored integers, for Java to look at. */
  int[] integers(String name) {
    try (Tensor stored = source.loadStored(name, Device.cpu(), loader)) {
      return stored.toIntArray();
    }
  }

  /** Numbers of Java's, to be closed by the caller. */
  Tensor onDevice(long[] values) {
    try (Tensor tensor = Tensor.ofLongs(values, values.length)) {
      return loader.callTensor("moved", tensor, device.toString());
    }
  }
}
