package dev.longspark.engine.torchscript;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives the system back pages of libtorch's code that only loading needed: its initializers are
 * spread over all of it, and compiling programs is over. A page that is called again is mapped
 * again.
 */
final class LoadingMemory {
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");
  private static final Pattern CODE =
      Pattern.compile("([0-9a-f]+)-([0-9a-f]+) r-xp .*/libtorch[^/]*\\.so");
  // A page that was written to, by a debugger for example, is no copy of the file any more.
  private static final Pattern UNCHANGED = Pattern.compile("Anonymous: +0 kB");
  private static final int DONT_NEED = 4; // MADV_DONTNEED

  private LoadingMemory() {}

  /** Addresses, the end exclusive. */
  record Range(long begin, long end) {}

  /** Does nothing but on Linux; without it everything works as well, in more memory. */
  static void release() {
    if (!Files.isReadable(MAPPINGS)) {
      return;
    }
    try {
      NativeLibrary c = NativeLibrary.getInstance("c");
      for (Range range : unchangedCode(Files.readAllLines(MAPPINGS))) {
        long length = range.end - range.begin;
        c.getFunction("madvise")
            .invokeInt(new Object[] {new Pointer(range.begin), length, DONT_NEED});
      }
    } catch (IOException | LinkageError e) {
      return; // a sandbox without this file, or a system without this call
    }
  }

  /** The mappings of libtorch's code that are as in the file. */
  static List<Range> unchangedCode(List<String> mappings) {
    List<Range> ranges = new ArrayList<>();
    Optional<Range> code = Optional.empty();
    for (String line : mappings) {
      Matcher header = CODE.matcher(line);
      if (header.matches()) {
        code = Optional.of(new Range(address(header.group(1)), address(header.group(2))));
      } else if (line.startsWith("Anonymous:")) {
        if (UNCHANGED.matcher(line).matches()) {
          code.ifPresent(ranges::add);
        }
        code = Optional.empty();
      }
    }
    return ranges;
  }

  private static long address(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }
}
