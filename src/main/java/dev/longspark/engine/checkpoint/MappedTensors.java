package dev.longspark.engine.checkpoint;

import dev.longspark.engine.Device;
import dev.longspark.engine.Precision;
import dev.longspark.engine.torchscript.ScriptProgram;
import dev.longspark.engine.torchscript.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Tensors of weight files. On the CPU a tensor already stored in the wanted format stays in the
 * mapped file; any other is converted once.
 */
record MappedTensors(Path folder, Map<String, StoredTensor> tensors) implements TensorSource {
  MappedTensors {
    tensors = Map.copyOf(tensors);
  }

  @Override
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  @Override
  public Tensor load(String name, Precision precision, Device device, ScriptProgram loader) {
    StoredTensor stored = stored(name);
    if (!stored.type().isWeight()) {
      throw new IllegalArgumentException(
          "Invalid dtype of " + stored + ": " + stored.type() + " (must be F32, F16 or BF16)");
    }
    return load(stored, StoredType.of(precision), device, loader);
  }

  @Override
  public Tensor loadStored(String name, Device device, ScriptProgram loader) {
    StoredTensor stored = stored(name);
    return load(stored, stored.type(), device, loader);
  }

  /** Whether there are tensors of a matrix, by whatever ending. */
  boolean hasPartsOf(String matrix) {
    return tensors.keySet().stream().anyMatch(name -> name.startsWith(matrix + "."));
  }

  StoredTensor stored(String name) {
    StoredTensor stored = tensors.get(name);
    if (stored == null) {
      throw new IllegalArgumentException("Missing tensor " + name + " in " + folder);
    }
    return stored;
  }

  private static Tensor load(
      StoredTensor stored, StoredType wanted, Device device, ScriptProgram loader) {
    String path = stored.file().toString();
    StoredType type = stored.type();
    boolean aligned = stored.offset() % type.bytes() == 0;
    if (type == wanted && !device.isCuda() && aligned) {
      return loader.callTensor(
          "view",
          path,
          size(stored.file()),
          type.torchCode(),
          type.bytes(),
          stored.offset(),
          stored.extents());
    }
    return loader.callTensor(
        "copy",
        path,
        type.torchCode(),
        type.bytes(),
        stored.offset(),
        stored.extents(),
        wanted.torchCode(),
        device.toString());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
