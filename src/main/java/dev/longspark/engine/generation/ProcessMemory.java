package dev.longspark.engine.generation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The resident memory of this process as Linux counts it: heap, native tensors, and the pages of
 * mapped weight files that were read.
 */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final String RESET_PEAK = "5";

  private ProcessMemory() {}

  /** Makes the peak start again from the present use; false where the system does not let us. */
  static boolean resetPeak() {
    try {
      Files.writeString(CLEAR, RESET_PEAK);
      return true;
    } catch (IOException e) {
      return false; // not Linux, or a sandbox without this file: the caller says so in its reading
    }
  }

  /** The peak in bytes; empty where the system has no such file. */
  static OptionalLong peak() {
    return field("VmHWM:");
  }

  /** The present use in bytes; empty where the system has no such file. */
  static OptionalLong resident() {
    return field("VmRSS:");
  }

  private static OptionalLong field(String name) {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      String status = Files.readString(STATUS);
      int at = status.indexOf(name);
      if (at < 0) {
        return OptionalLong.empty();
      }
      String kilobytes = status.substring(at + name.length(), status.indexOf(" kB", at));
      return OptionalLong.of(1024 * Long.parseLong(kilobytes.strip()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + STATUS, e);
    }
  }
}
