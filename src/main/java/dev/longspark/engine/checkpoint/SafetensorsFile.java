package dev.longspark.engine.checkpoint;

import dev.longspark.files.FileForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;

/**
 * One safetensors file: a checked header, and data that is mapped into memory when it is read.
 *
 * @param file where it lies
 * @param tensors by name, in the order of the header
 */
public record SafetensorsFile(Path file, Map<String, StoredTensor> tensors) {
  public SafetensorsFile {
    // Not Map.copyOf, which would lose the order of the header.
    tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Reads and checks the header.
   *
   * @throws IllegalArgumentException if the file is not sound, naming it and the tensor
   * @throws UncheckedIOException if it cannot be read
   */
  public static SafetensorsFile open(Path file) {
    FileForm.requireRegular(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new SafetensorsFile(file, SafetensorsHeader.read(file, channel));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /**
   * Finds a tensor.
   *
   * @throws IllegalArgumentException if the file has none of that name
   */
  public StoredTensor tensor(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("Missing tensor " + name + " in " + file);
    }
    return tensor;
  }

  /**
   * Maps the bytes of a tensor, little-endian.
   *
   * @throws IllegalArgumentException if it is larger than one buffer (2 GiB): read it by rows
   */
  public ByteBuffer read(String name) {
    StoredTensor tensor = tensor(name);
    return map(tensor, 0, tensor.bytes());
  }

  /**
   * Maps some rows (extents of the first axis) of a tensor, little-endian.
   *
   * @throws IllegalArgumentException if there are no such rows or they exceed 2 GiB
   */
  public ByteBuffer readRows(String name, long first, long count) {
    StoredTensor tensor = tensor(name);
    long rows = tensor.shape().isEmpty() ? 1 : tensor.shape().get(0);
    if (first < 0 || count < 1 || first > rows - count) {
      throw new IllegalArgumentException(
          "Invalid rows: " + count + " from " + first + " of " + tensor + " (has " + rows + ")");
    }
    long rowBytes = tensor.bytes() / rows;
    return map(tensor, first * rowBytes, count * rowBytes);
  }

  private ByteBuffer map(StoredTensor tensor, long from, long bytes) {
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Cannot map " + bytes + " bytes of " + tensor + " at once (read fewer rows)");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, tensor.offset() + from, bytes)
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + tensor, e);
    }
  }
}
