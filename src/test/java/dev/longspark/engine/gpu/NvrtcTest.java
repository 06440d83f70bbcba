package dev.longspark.engine.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longspark.engine.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NvrtcTest {
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  @TempDir Path folder;

  @Test
  void looksBesideTorchAndInPipsPackages() throws IOException {
    Path library = Files.createDirectories(folder.resolve("site-packages/torch/lib"));
    Path pip = Files.createDirectories(folder.resolve("site-packages/nvidia/cuda_nvrtc/lib"));
    Path beside = Files.createFile(library.resolve("libnvrtc-b51b459d.so.12"));
    Files.createFile(library.resolve("libnvrtc-builtins.so.12.8"));
    Path packaged = Files.createFile(pip.resolve("libnvrtc.so.12"));
    Files.createFile(pip.resolve("libnvrtc.alt.so.12"));

    List<Path> found =
        NvrtcFiles.besideTorch(library).stream().flatMap(p -> NvrtcFiles.in(p).stream()).toList();

    assertEquals(List.of(beside, packaged), found);
  }

  @Test
  void saysWhatItTriedAndWhatToDo() throws IOException {
    Path broken = Files.writeString(folder.resolve("libnvrtc.so.12"), "no library");

    String absence = Nvrtc.load(List.of(broken)).absence().orElseThrow();

    assertTrue(absence.contains(broken.toString()), absence);
    assertTrue(absence.contains("PYTORCH_LIBRARY_PATH"), absence);
  }

  @Test
  void saysWhereItLooked() {
    String absence = Nvrtc.load(List.of()).absence().orElseThrow();

    assertTrue(absence.contains("there is no libnvrtc.so in [/"), absence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm_80", "sm_90"})
  void compilesToMachineCode(String architecture) {
    assumeTrue(Nvrtc.ofProcess().absence().isEmpty(), "no NVRTC on this machine");
    PackedAttention.Shape shape = new PackedAttention.Shape(32, 8, 128, 4, 64, Precision.FP16);

    byte[] code = Nvrtc.ofProcess().compile(shape.source(), architecture);

    assertArrayEquals(ELF, Arrays.copyOf(code, ELF.length));
  }

  @Test
  void tellsTheCompilersMessages() {
    assumeTrue(Nvrtc.ofProcess().absence().isEmpty(), "no NVRTC on this machine");
    KernelSource wrong = new KernelSource("wrong.cu", "__global__ void f() { g(); }", Map.of());

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> Nvrtc.ofProcess().compile(wrong, "sm_90"));

    assertTrue(e.getMessage().startsWith("Cannot compile the CUDA kernel wrong.cu for sm_90: "));
    assertTrue(e.getMessage().contains("identifier \"g\" is undefined"), e.getMessage());
  }
}
