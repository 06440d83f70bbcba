package dev.longspark.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Damages bytes as disks, downloads, editors and ill will do, the same way for the same seed. */
public final class Mutations {
  private static final List<String> ODD =
      List.of(
          "\0",
          "\n",
          "\r",
          "\u202e",
          "\u001b[31m",
          "\ufeff",
          "null",
          "true",
          "-1",
          "0",
          "1e400",
          "NaN",
          "2147483648",
          "99999999999999999999999999999999",
          "\"\"",
          "{}",
          "[]",
          "[[[[[[[[",
          "{\"a\":",
          "../../x",
          "\ud83d\ude00",
          "\\u0000",
          "&x",
          "*x",
          "!!java",
          "'");
  private static final int MOST_CHANGES = 4;

  private final Random random;

  /** The changes of one seed. */
  public Mutations(long seed) {
    random = new Random(seed);
  }

  /** The bytes with some of them changed, left out, doubled or put in. */
  public byte[] of(byte[] sound) {
    byte[] bytes = sound;
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    if (bytes.length == 0) {
      return odd();
    }
    int at = random.nextInt(bytes.length);
    int count = Math.min(1 + random.nextInt(random.nextBoolean() ? 4 : 64), bytes.length - at);
    return switch (random.nextInt(6)) {
      case 0 -> {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        yield flipped;
      }
      case 1 -> replaced(bytes, at, count, new byte[0]);
      case 2 -> replaced(bytes, at, 0, part(bytes, at, count));
      case 3 -> replaced(bytes, at, 0, odd());
      case 4 -> replaced(bytes, at, count, odd());
      default -> part(bytes, 0, at);
    };
  }

  private byte[] odd() {
    return ODD.get(random.nextInt(ODD.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] part(byte[] bytes, int from, int count) {
    byte[] part = new byte[count];
    System.arraycopy(bytes, from, part, 0, count);
    return part;
  }

  private static byte[] replaced(byte[] bytes, int at, int count, byte[] by) {
    byte[] result = new byte[bytes.length - count + by.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(by, 0, result, at, by.length);
    System.arraycopy(bytes, at + count, result, at + by.length, bytes.length - at - count);
    return result;
  }
}
