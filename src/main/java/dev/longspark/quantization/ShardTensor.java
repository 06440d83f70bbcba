package dev.longspark.quantization;

import dev.longspark.engine.checkpoint.SafetensorsFile;
import dev.longspark.engine.checkpoint.StoredTensor;
import dev.longspark.engine.checkpoint.StoredType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A tensor to be written.
 *
 * @param content hands its bytes, little-endian, in pieces to whoever writes them
 */
record ShardTensor(
    String name, StoredType type, List<Long> shape, Consumer<Consumer<ByteBuffer>> content) {
  private static final long PIECE_BYTES = 1 << 26;

  ShardTensor {
    shape = List.copyOf(shape);
  }

  static ShardTensor of(String name, StoredType type, long[] shape, byte[] bytes) {
    List<Long> extents = Arrays.stream(shape).boxed().toList();
    return new ShardTensor(name, type, extents, writer -> writer.accept(ByteBuffer.wrap(bytes)));
  }

  /** A tensor of another file, as it is. */
  static ShardTensor copyOf(StoredTensor tensor) {
    return new ShardTensor(
        tensor.name(), tensor.type(), tensor.shape(), writer -> copy(tensor, writer));
  }

  private static void copy(StoredTensor tensor, Consumer<ByteBuffer> writer) {
    SafetensorsFile file = SafetensorsFile.open(tensor.file());
    if (tensor.shape().isEmpty() || tensor.bytes() == 0) {
      writer.accept(file.read(tensor.name()));
      return;
    }
    long rows = tensor.shape().get(0);
    long step = Math.max(1, PIECE_BYTES / (tensor.bytes() / rows));
    for (long first = 0; first < rows; first += step) {
      writer.accept(file.readRows(tensor.name(), first, Math.min(step, rows - first)));
    }
  }
}
