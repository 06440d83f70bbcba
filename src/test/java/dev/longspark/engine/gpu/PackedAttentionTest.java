package dev.longspark.engine.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longspark.engine.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackedAttentionTest {
  @TempDir Path folder;

  static Stream<PackedAttention.Shape> shapes() {
    return Stream.of(
        new PackedAttention.Shape(32, 8, 128, 4, 64, Precision.FP16),
        new PackedAttention.Shape(64, 8, 128, 4, 64, Precision.BF16),
        new PackedAttention.Shape(14, 2, 64, 4, 32, Precision.FP16));
  }

  /** The compiler of a CUDA toolkit, without a GPU; reported as skipped where there is none. */
  @ParameterizedTest
  @MethodSource("shapes")
  void compiles(PackedAttention.Shape shape) throws IOException, InterruptedException {
    assumeTrue(isOnPath("nvcc"), "no nvcc on the PATH");
    KernelSource source = shape.source();
    Path file = Files.writeString(folder.resolve(source.file()), source.text());
    List<String> command =
        new ArrayList<>(
            List.of("nvcc", "-ptx", "-arch=sm_80", "-std=c++17", "-Werror", "all-warnings"));
    command.addAll(source.options());
    command.addAll(List.of("-o", folder.resolve("kernel.ptx").toString(), file.toString()));

    Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    String messages = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, compiler.waitFor(), messages);
    String assembly = Files.readString(folder.resolve("kernel.ptx"));
    assertTrue(assembly.contains(".entry attend("), assembly);
    assertTrue(assembly.contains(".entry merge("), assembly);
  }

  @Test
  void takesAllQueryHeadsOfAKeyHeadAtOnceWhereTheyFit() {
    assertEquals(4, new PackedAttention.Shape(32, 8, 128, 4, 64, Precision.FP16).rows());
    assertEquals(8, new PackedAttention.Shape(64, 8, 128, 4, 64, Precision.FP16).rows());
    assertEquals(8, new PackedAttention.Shape(128, 8, 128, 4, 64, Precision.FP16).rows());
    assertEquals(7, new PackedAttention.Shape(14, 2, 128, 4, 64, Precision.FP16).rows());
  }

  @Test
  void saysWhatItDoesNotTake() {
    assertEquals("", misfit(32, 4, 64, Precision.FP16, 128));
    assertEquals(
        "codes of 4 bits in FP32 (must be 4, FP16 or BF16)",
        misfit(32, 4, 64, Precision.FP32, 128));
    assertEquals(
        "codes of 2 bits in FP16 (must be 4, FP16 or BF16)",
        misfit(32, 2, 64, Precision.FP16, 128));
    assertEquals(
        "heads of width 96 (must be 16, 32, 64, 128 or 256)",
        misfit(32, 4, 32, Precision.FP16, 96));
    assertEquals(
        "groups of 64 channels (must divide the head's width, 32)",
        misfit(32, 4, 64, Precision.FP16, 32));
  }

  private static String misfit(int heads, int bits, int group, Precision precision, int width) {
    return new PackedAttention.Shape(heads, 8, width, bits, group, precision).misfit().orElse("");
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }
}
