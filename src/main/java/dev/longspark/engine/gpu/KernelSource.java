package dev.longspark.engine.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text of the resource {@code cuda/NAME.cu} and the numbers it is compiled with.
 *
 * @param file with ending, as compilers' messages name it
 * @param macros by name
 */
record KernelSource(String file, String text, Map<String, Integer> macros) {
  KernelSource {
    macros = Map.copyOf(macros);
  }

  static KernelSource read(String name, Map<String, Integer> macros) {
    String file = name + ".cu";
    try (InputStream stream = KernelSource.class.getResourceAsStream("/cuda/" + file)) {
      if (stream == null) {
        throw new IllegalArgumentException("Unknown CUDA kernel: " + file);
      }
      return new KernelSource(
          file, new String(stream.readAllBytes(), StandardCharsets.UTF_8), macros);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read cuda/" + file, e);
    }
  }

  /** As nvcc and NVRTC take them. */
  List<String> options() {
    return new TreeMap<>(macros)
        .entrySet().stream().map(macro -> "-D" + macro.getKey() + "=" + macro.getValue()).toList();
  }
}
