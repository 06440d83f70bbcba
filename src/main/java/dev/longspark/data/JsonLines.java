package dev.longspark.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a JSON lines file, one at a time. Only the line feed ends a line: JSON strings may
 * hold U+2028, U+0085 and other characters that {@link java.io.BufferedReader} and Unicode call
 * line ends.
 */
final class JsonLines {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String LIMIT = "spark.longspark.line-limit-mib";
  private static final int DEFAULT_LIMIT_MIB = 256;
  private static final int MOST_MIB = 1024;

  private final InputStream in;
  private final long limit;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private int number;
  private boolean isInside; // a line that was too long

  /** A line has more bytes than are read; the next one can be. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int number;

    TooLongException(int number, long limit) {
      super(
          "The line is longer than %d bytes (-D%s=MIB allows up to %d MiB)"
              .formatted(limit, LIMIT, MOST_MIB));
      this.number = number;
    }

    /** The number of the line, from 1. */
    int number() {
      return number;
    }
  }

  /**
   * @param in is not closed by this class
   */
  JsonLines(InputStream in) {
    this(in, limit());
  }

  /**
   * @param limit the most bytes of a line
   */
  JsonLines(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  private static long limit() {
    String mib = System.getProperty(LIMIT, String.valueOf(DEFAULT_LIMIT_MIB));
    if (!mib.matches("[1-9][0-9]{0,3}") || Integer.parseInt(mib) > MOST_MIB) {
      throw new IllegalArgumentException(
          "Invalid %s: '%s' (must be from 1 to %d)".formatted(LIMIT, mib, MOST_MIB));
    }
    return Long.parseLong(mib) << 20;
  }

  /**
   * The bytes of the next line without its line feed; empty after the last line.
   *
   * @throws TooLongException if it has more bytes than allowed
   */
  Optional<byte[]> next() throws IOException {
    while (isInside && (start < end || fill())) {
      int feed = feed();
      isInside = feed == end;
      start = feed + 1;
    }
    isInside = false;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean found = false;
    while (start < end || fill()) {
      found = true;
      int feed = feed();
      if (line.size() + feed - start > limit) {
        isInside = true;
        number++;
        throw new TooLongException(number, limit);
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

  /** Where the next line feed is in the buffer, or its end. */
  private int feed() {
    int feed = start;
    while (feed < end && buffer[feed] != '\n') {
      feed++;
    }
    return feed;
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
   * The line itself, if it is text.
   *
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   */
  static byte[] requireText(byte[] line) throws IOException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(line);
    CharBuffer text = CharBuffer.allocate(BUFFER_BYTES);
    while (true) {
      CoderResult result = decoder.decode(bytes, text, true);
      if (result.isError()) {
        result.throwException();
      }
      if (result.isUnderflow()) {
        return line;
      }
      text.clear();
    }
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
