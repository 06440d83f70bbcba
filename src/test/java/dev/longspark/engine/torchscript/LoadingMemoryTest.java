package dev.longspark.engine.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.longspark.engine.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LoadingMemoryTest {
  @Test
  void findsCodeOfLibtorchThatIsAsInTheFile() {
    List<String> mappings =
        List.of(
            "7f0000-7f8000 r-xp 00000000 fe:00 1    /lib/libtorch_cpu.so",
            "Rss:                2412 kB",
            "Anonymous:             0 kB",
            "7f8000-7f9000 rw-p 00008000 fe:00 1    /lib/libtorch_cpu.so",
            "Anonymous:             0 kB",
            "7fa000-7fb000 r-xp 00000000 fe:00 2    /lib/libtorch.so",
            "Anonymous:             4 kB",
            "7fc000-7fd000 r-xp 00000000 fe:00 3    /lib/libc.so.6",
            "Anonymous:             0 kB");

    assertEquals(
        List.of(new LoadingMemory.Range(0x7f0000, 0x7f8000)),
        LoadingMemory.unchangedCode(mappings));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void codeIsMappedAgainWhereItIsCalled() throws IOException {
    try (ScriptProgram probe = ScriptProgram.load("probe", Device.cpu())) {
      List<String> mappings = Files.readAllLines(Path.of("/proc/self/smaps"));
      assertFalse(LoadingMemory.unchangedCode(mappings).isEmpty());

      TorchRuntime.releaseLoadingMemory();

      try (Tensor x = Tensor.ofFloats(new float[] {1, 2}, 2)) {
        assertArrayEquals(new float[] {2, 4}, probe.callFloats("doubled", x));
      }
    }
  }
}
