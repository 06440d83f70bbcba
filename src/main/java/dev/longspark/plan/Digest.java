package dev.longspark.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A SHA-256 over texts and bytes; each text goes in with an end, so that joins cannot be equal. */
final class Digest {
  private final MessageDigest sha256;

  Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Missing SHA-256, which every Java platform has", e);
    }
  }

  Digest text(String text) {
    sha256.update(text.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
    return this;
  }

  Digest texts(List<String> texts) {
    texts.forEach(this::text);
    return this;
  }

  Digest bytes(byte[] bytes, int length) {
    sha256.update(bytes, 0, length);
    return this;
  }

  /** The first hex digits of the hash; the digest cannot be used after it. */
  String hex(int digits) {
    return HexFormat.of().formatHex(sha256.digest()).substring(0, digits);
  }
}
