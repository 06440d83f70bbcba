package dev.longspark.engine.checkpoint;

import java.nio.file.Path;
import java.util.List;

/**
 * Where one tensor lies.
 *
 * @param name as in the header
 * @param type of its elements
 * @param shape row-major extents, empty for a single number
 * @param file that holds it
 * @param offset of its first byte, counted from the beginning of the file
 */
public record StoredTensor(String name, StoredType type, List<Long> shape, Path file, long offset) {
  public StoredTensor {
    shape = List.copyOf(shape);
  }

  public long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /**
   * Bytes of all elements.
   *
   * @throws ArithmeticException if there are more than a long counts, or they end within a byte
   */
  public long bytes() {
    long bits = Math.multiplyExact(elements(), (long) type.bits());
    if (bits % Byte.SIZE != 0) {
      throw new ArithmeticException("Elements of " + type + " that end within a byte");
    }
    return bits / Byte.SIZE;
  }

  /** The extents as the programs take them. */
  public long[] extents() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public String toString() {
    return "tensor " + name + " in " + file;
  }
}
