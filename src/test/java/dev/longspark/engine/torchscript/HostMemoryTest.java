package dev.longspark.engine.torchscript;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HostMemoryTest {
  private static final int VALUES = 8 << 20;
  private static final long PAGE = 4096;

  @Test
  void keepsWhatATensorFreesUntilItIsReleased() throws IOException {
    Tensor.ofFloats(new float[VALUES], VALUES).close();
    long kept = resident();
    TorchRuntime.releaseCachedMemory();
    long released = resident();

    assertTrue(kept - released > 2L * VALUES, kept + " bytes, then " + released);
  }

  private static long resident() throws IOException {
    return PAGE * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1]);
  }
}
