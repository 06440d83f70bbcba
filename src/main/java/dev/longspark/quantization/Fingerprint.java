package dev.longspark.quantization;

import dev.longspark.prompt.CalibrationSequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of what a quantization depends on. */
final class Fingerprint {
  private static final int BUFFER = 1 << 20;

  private final MessageDigest digest;

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Missing SHA-256, which every Java platform has", e);
    }
  }

  /** Of whole files with their names, in the order given. */
  static String ofFiles(Collection<Path> files) {
    Fingerprint fingerprint = new Fingerprint();
    for (Path file : files) {
      fingerprint.digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      fingerprint.add(file);
    }
    return fingerprint.hex();
  }

  /** Of the tokens of sequences. */
  static String ofTokens(List<CalibrationSequence> sequences) {
    Fingerprint fingerprint = new Fingerprint();
    for (CalibrationSequence sequence : sequences) {
      fingerprint.digest.update(sequence.ids().toString().getBytes(StandardCharsets.UTF_8));
    }
    return fingerprint.hex();
  }

  private void add(Path file) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
