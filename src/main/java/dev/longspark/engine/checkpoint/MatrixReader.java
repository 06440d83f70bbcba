package dev.longspark.engine.checkpoint;

/** Reads the low-bit matrices of one checkpoint onto one device. */
interface MatrixReader extends AutoCloseable {
  /**
   * Reads a matrix.
   *
   * @param name without ending
   * @throws IllegalArgumentException if a stored number is out of its range
   */
  StoredMatrix matrix(String name);

  @Override
  void close();
}
