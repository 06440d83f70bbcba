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
  private final Optional<StoredFormat> format;
  private final Device device;
  private final ScriptProgram loader;
  private final List<MatrixReader> matrices = new ArrayList<>(); // made when the first is asked for
  private long loadedBytes;

  TensorReader(TensorSource source, Optional<StoredFormat> format, Device device) {
    this.source = source;
    this.format = format;
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

  /** Whether a matrix is stored in few bits. */
  public boolean isQuantized(String name) {
    return format.map(each -> each.holds(source, name)).orElse(false);
  }

  /** Dequantizes a matrix that is stored in few bits. */
  Tensor loadDequantized(String name, Precision precision) {
    try (StoredMatrix matrix = matrices().matrix(name)) {
      return counted(matrix.whole(precision));
    }
  }

  /** Loads a matrix that is stored in few bits as it is, without its bias. */
  KeptMatrix loadKept(String name, Precision precision) {
    try (StoredMatrix matrix = matrices().matrix(name)) {
      KeptMatrix kept = matrix.kept(precision);
      kept.parts().forEach(this::counted);
      return kept;
    }
  }

  /** Loads the bias of a matrix, if it has one that changes anything. */
  Optional<Tensor> loadBias(String name, Precision precision) {
    String bias = name + ".bias";
    if (!has(bias) || (isQuantized(name) && isZero(bias))) {
      return Optional.empty(); // old exporters of low-bit checkpoints wrote zeros
    }
    return Optional.of(load(bias, precision));
  }

  Device device() {
    return device;
  }

  /** Bytes of all tensors loaded so far. */
  public long loadedBytes() {
    return loadedBytes;
  }

  @Override
  public void close() {
    matrices.forEach(MatrixReader::close);
    loader.close();
  }

  private boolean isZero(String name) {
    try (Tensor tensor = source.load(name, Precision.FP32, device, loader)) {
      return !loader.callBoolean("any", tensor);
    }
  }

  private MatrixReader matrices() {
    if (matrices.isEmpty()) {
      matrices.add(format.orElseThrow().reader(new TensorPlace(source, device, loader)));
    }
    return matrices.get(0);
  }

  private Tensor counted(Tensor tensor) {
    loadedBytes += loader.callLong("bytes", tensor);
    return tensor;
  }
}
