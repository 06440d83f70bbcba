package dev.longspark.hash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A SHA-256 that is fed piece by piece; reading its value ends it. */
public final class Digest {
  private final MessageDigest sha256;

  /** Of nothing yet. */
  public Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Missing SHA-256, which every Java platform has", e);
    }
  }

  /** The SHA-256 of a file's bytes, 64 hexadecimal digits. */
  public static String ofFile(Path file) {
    return new Digest().file(file).hex();
  }

  /** Adds a text in UTF-8, then an end, so that joins cannot be equal. */
  public Digest text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8)).bytes(new byte[1]);
  }

  /** Adds each text with its end. */
  public Digest texts(List<String> texts) {
    texts.forEach(this::text);
    return this;
  }

  /** Adds bytes, nothing else. */
  public Digest bytes(byte[] bytes) {
    return bytes(ByteBuffer.wrap(bytes));
  }

  /** Adds what a buffer has left. */
  public Digest bytes(ByteBuffer bytes) {
    sha256.update(bytes);
    return this;
  }

  /** Adds a file's bytes. */
  public Digest file(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(through(OutputStream.nullOutputStream()));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** A stream that adds everything that is written on to another. */
  public OutputStream through(OutputStream out) {
    return new DigestOutputStream(out, sha256);
  }

  /** All 64 hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** The first hexadecimal digits. */
  public String hex(int digits) {
    return hex().substring(0, digits);
  }
}
