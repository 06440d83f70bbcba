package dev.longspark.engine.torchscript;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Optional;

/**
 * The memory that operators on the CPU take from the C library's allocator.
 *
 * <p>A pass frees tensors of megabytes and takes as many again a moment later. By default glibc
 * gives such memory back to the system at once, which then hands it out anew page by page: a
 * 2,048-token prompt of a 1B model cost 337,000 page faults. So what is freed is kept for the next
 * operator, until {@link #release}. Another C library is left as it is.
 */
final class HostMemory {
  /** {@code M_TRIM_THRESHOLD} and {@code M_MMAP_THRESHOLD} of glibc's malloc.h. */
  private static final int TRIM_THRESHOLD = -1;

  private static final int MAP_THRESHOLD = -3;

  private HostMemory() {}

  static void keepFreed() {
    function("mallopt")
        .ifPresent(
            mallopt -> {
              mallopt.invokeInt(new Object[] {TRIM_THRESHOLD, Integer.MAX_VALUE});
              mallopt.invokeInt(new Object[] {MAP_THRESHOLD, Integer.MAX_VALUE});
            });
  }

  /** Gives what is free back to the system. */
  static void release() {
    function("malloc_trim").ifPresent(trim -> trim.invokeInt(new Object[] {0L}));
  }

  private static Optional<Function> function(String name) {
    try {
      return Optional.of(NativeLibrary.getProcess().getFunction(name));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty(); // not glibc: its allocator has ways of its own
    }
  }
}
