package dev.longspark.quantization;

import dev.longspark.hash.Digest;
import dev.longspark.prompt.CalibrationSequence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** SHA-256 of what a quantization depends on. */
final class Fingerprint {
  private Fingerprint() {}

  /** Of whole files with their names, in the order given. */
  static String ofFiles(Collection<Path> files) {
    Digest digest = new Digest();
    for (Path file : files) {
      digest.bytes(file.getFileName().toString().getBytes(StandardCharsets.UTF_8)).file(file);
    }
    return digest.hex();
  }

  /** Of the tokens of sequences. */
  static String ofTokens(List<CalibrationSequence> sequences) {
    Digest digest = new Digest();
    for (CalibrationSequence sequence : sequences) {
      digest.bytes(sequence.ids().toString().getBytes(StandardCharsets.UTF_8));
    }
    return digest.hex();
  }
}
