package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads single tensors of one checkpoint onto one device, and counts their bytes. */
public final class TensorReader implements AutoCloseable {
  private final TensorSource source;
  private final Device device;
  private final ScriptProgram loader;
  private final List<GptqReader> gptq = new ArrayList<>(); // made when the first is asked for
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

  /** Whether a matrix is stored in 4 bits. */
  public boolean isQuantized(String name) {
    return source.has(name + ".qweight");
  }

  /** Dequantizes a matrix that is stored in 4 bits. */
  Tensor loadDequantized(String name, Precision precision) {
    return counted(gptq().weight(name, precision));
  }

  /** Loads a matrix that is stored in 4 bits as it is, in the parts of {@code linear.py}. */
  List<Tensor> loadInt4(String name, Precision precision) {
    return gptq().int4(name, precision).stream().map(this::counted).toList();
  }

  /** Loads the bias of a matrix, if it has one that changes anything. */
  Optional<Tensor> loadBias(String name, Precision precision) {
    String bias = name + ".bias";
    if (!has(bias) || (isQuantized(name) && isZero(bias))) {
      return Optional.empty(); // old GPTQ exporters wrote zeros
    }
    return Optional.of(load(bias, precision));
  }

  /** Bytes of all tensors loaded so far. */
  public long loadedBytes() {
    return loadedBytes;
  }

  @Override
  public void close() {
    gptq.forEach(GptqReader::close);
    loader.close();
  }

  private boolean isZero(String name) {
    try (Tensor tensor = source.load(name, Precision.FP32, device, loader)) {
      return !loader.callBoolean("any", tensor);
    }
  }

  private GptqReader gptq() {
    if (gptq.isEmpty()) {
      gptq.add(new GptqReader(source, device, loader));
    }
    return gptq.get(0);
  }

  private Tensor counted(Tensor tensor) {
    loadedBytes += loader.callLong("bytes", tensor);
    return tensor;
  }
}
