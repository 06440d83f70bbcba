package dev.longspark.job;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash of what a piece of work reads or writes. */
final class Sha256 {
  private Sha256() {}

  /** Feeds the digest. */
  interface Work {
    void run(MessageDigest digest) throws IOException;
  }

  static String of(Work work) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      work.run(digest);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Missing SHA-256, which every Java platform has", e);
    }
  }
}
