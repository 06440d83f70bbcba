package dev.longspark.engine.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a safetensors file: first the header, so every tensor must be declared, then the bytes of
 * all tensors in that order, in pieces of any size.
 */
public final class SafetensorsWriter implements AutoCloseable {
  private static final int ALIGNMENT = 8;

  private final Path file;
  private final FileChannel channel;
  private final long expectedBytes;

  private SafetensorsWriter(Path file, FileChannel channel, long expectedBytes) {
    this.file = file;
    this.channel = channel;
    this.expectedBytes = expectedBytes;
  }

  /**
   * A tensor to be written.
   *
   * @param shape row-major extents
   */
  public record Declaration(String name, StoredType type, List<Long> shape) {
    public Declaration {
      shape = List.copyOf(shape);
    }

    public long bytes() {
      return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
    }
  }

  /**
   * Creates the file, replacing one of that name, and writes the header.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static SafetensorsWriter create(Path file, List<Declaration> tensors) {
    byte[] json = header(tensors);
    ByteBuffer header = ByteBuffer.allocate(Long.BYTES + json.length);
    header.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).flip();
    long bytes = tensors.stream().mapToLong(Declaration::bytes).sum();
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      SafetensorsWriter writer = new SafetensorsWriter(file, channel, header.limit() + bytes);
      writer.write(header);
      return writer;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /**
   * Appends bytes, little-endian, of the tensor whose turn it is.
   *
   * @throws UncheckedIOException if they cannot be written
   */
  public void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /**
   * Ends the file.
   *
   * @throws IllegalStateException if more or fewer bytes came than were declared
   */
  @Override
  public void close() {
    try (channel) {
      if (channel.size() != expectedBytes) {
        throw new IllegalStateException(
            "Expected " + expectedBytes + " bytes in " + file + " but got " + channel.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static byte[] header(List<Declaration> tensors) {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    root.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Declaration tensor : tensors) {
      ObjectNode entry = root.putObject(tensor.name());
      entry.put("dtype", tensor.type().name());
      entry.set("shape", json.valueToTree(tensor.shape()));
      entry.set("data_offsets", json.valueToTree(List.of(offset, offset + tensor.bytes())));
      offset += tensor.bytes();
    }
    return padded(root.toString());
  }

  /** Readers map tensors in place, so the data begins at a multiple of the widest element. */
  private static byte[] padded(String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] padded = new byte[(text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(text, 0, padded, 0, text.length);
    return padded;
  }
}
