package dev.longspark.engine.checkpoint;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The tiny checkpoints of the golden data. */
final class GoldenModels {
  private static final Path ROOT = Path.of("src/test/resources/golden/models");

  private GoldenModels() {}

  static Path folder(String name) {
    return ROOT.resolve(name);
  }

  /** A copy whose files a test may spoil. */
  static Path copy(String name, Path target) throws IOException {
    try (Stream<Path> files = Files.list(folder(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return target;
  }

  /** Replaces a text in a file that must contain it. */
  static void replace(Path file, String before, String after) throws IOException {
    String text = Files.readString(file);
    if (!text.contains(before)) {
      throw new IllegalArgumentException("Missing '" + before + "' in " + file);
    }
    Files.writeString(file, text.replace(before, after));
  }

  static float[] floats(SafetensorsFile file, String name) {
    FloatBuffer values = file.read(name).asFloatBuffer();
    float[] floats = new float[values.remaining()];
    values.get(floats);
    return floats;
  }

  /** The float32 numbers of a BF16 tensor: its two bytes are the upper half. */
  static float[] bfloats(SafetensorsFile file, String name) {
    java.nio.ShortBuffer values = file.read(name).asShortBuffer();
    float[] floats = new float[values.remaining()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(values.get(i) << 16);
    }
    return floats;
  }

  static List<String> decoders() {
    return List.of("llama31-tiny", "llama-tied-tiny", "nemo-tiny", "minitron-tiny", "decilm-tiny");
  }
}
