package dev.longspark.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bounds of files that are held in memory whole. */
public final class FileSize {
  private FileSize() {}

  /**
   * Holds a file to a size, before it is read; one that is missing is for who opens it.
   *
   * @throws IllegalArgumentException if it is larger, naming both sizes
   * @throws UncheckedIOException if its size cannot be read
   */
  public static void require(Path file, long most) {
    try {
      long bytes = Files.exists(file) ? Files.size(file) : 0;
      if (bytes > most) {
        throw new IllegalArgumentException(
            "Cannot read %s: it has %d bytes (at most %d)".formatted(file, bytes, most));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
