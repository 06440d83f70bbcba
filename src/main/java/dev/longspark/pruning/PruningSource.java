package dev.longspark.pruning;

import dev.longspark.engine.ModelShape;
import dev.longspark.engine.checkpoint.Checkpoint;
import dev.longspark.hash.Digest;
import dev.longspark.prompt.Calibration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The model to be pruned, and the text on which it is watched.
 *
 * @param files of the text
 */
record PruningSource(Checkpoint checkpoint, List<Path> files, Calibration text) {
  PruningSource {
    files = List.copyOf(files);
    if (text.tokens() == text.sequences().size()) {
      throw new IllegalArgumentException(
          "Invalid calibration: sequences of 1 token (must be > 1: the next one is predicted)");
    }
  }

  Path folder() {
    return checkpoint.folder();
  }

  ModelShape shape() {
    return checkpoint.shape();
  }

  /** The checksums of config.json and of the weight files, by name. */
  Map<String, String> sha256() {
    try (Stream<Path> files = Files.list(folder())) {
      return sha256(
          files
              .filter(
                  file -> file.toString().endsWith(".safetensors") || file.endsWith("config.json"))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder(), e);
    }
  }

  Map<String, String> calibrationSha256() {
    return sha256(files);
  }

  private static Map<String, String> sha256(List<Path> files) {
    Map<String, String> sums = new TreeMap<>();
    files.forEach(file -> sums.put(file.getFileName().toString(), Digest.ofFile(file)));
    return sums;
  }
}
