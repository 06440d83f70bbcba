package dev.longspark.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a JSON lines file, one at a time. Only the line feed ends a line: JSON strings may
 * hold U+2028, U+0085 and other characters that {@link java.io.BufferedReader} and Unicode call
 * line ends.
 */
final class JsonLines {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private int number;

  /**
   * @param in is not closed by this class
   */
  JsonLines(InputStream in) {
    this.in = in;
  }

  /** The bytes of the next line without its line feed; empty after the last line. */
  Optional<byte[]> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean found = false;
    while (start < end || fill()) {
      found = true;
      int feed = start;
      while (feed < end && buffer[feed] != '\n') {
        feed++;
      }
      line.write(buffer, start, feed - start);
      start = feed + 1;
      if (feed < end) {
        break;
      }
    }
    number += found ? 1 : 0;
    return found ? Optional.of(line.toByteArray()) : Optional.empty();
  }

  /** The number of the line that was read last, from 1. */
  int number() {
    return number;
  }

  private boolean fill() throws IOException {
    start = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  /** Whether the line holds nothing but JSON's white space. */
  static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /**
   * The text of a line.
   *
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   */
  static String text(byte[] line) throws IOException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
  }
}
