package dev.longspark.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * JSON as Python's {@code json} module reads it: bare {@code NaN}, {@code Infinity} and {@code
 * -Infinity} are numbers, so whoever wants a finite number has to ask for one; nothing may follow
 * the value.
 *
 * <p><em>Deviations:</em> a byte order mark is passed over.
 */
public final class JsonFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      // a file or a line has a limit of its own
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectReader LAST_OF_EQUAL_KEYS = MAPPER.reader();
  private static final ObjectReader UNEQUAL_KEYS =
      MAPPER.reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private JsonFile() {}

  /** What becomes of an object that names a key twice. */
  public enum EqualKeys {
    /** The last one holds, as in Python. */
    LAST,
    /** The text is refused. */
    REFUSED
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is no JSON, naming the file and what it is instead
   * @throws UncheckedIOException if it cannot be read
   */
  public static JsonNode read(Path file) {
    try {
      FileForm.requireNone(file);
      return LAST_OF_EQUAL_KEYS.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Invalid JSON in " + file + reason(e), e);
    } catch (NoSuchFileException e) {
      throw missing(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /**
   * Reads a file that holds one object.
   *
   * @throws IllegalArgumentException if it holds anything else, naming the file
   * @throws UncheckedIOException if it cannot be read
   */
  public static ObjectNode object(Path file) {
    if (read(file) instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("Expected a JSON object in " + file);
  }

  /**
   * Reads a text.
   *
   * @throws IOException if it is no JSON, saying where and why
   */
  public static JsonNode parse(String text, EqualKeys equalKeys) throws IOException {
    try {
      return reader(equalKeys).readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException("Invalid JSON" + reason(e), e);
    }
  }

  /**
   * Reads UTF-8 bytes.
   *
   * @throws IOException if they are no JSON, saying where and why
   */
  public static JsonNode parse(byte[] text, EqualKeys equalKeys) throws IOException {
    try {
      return reader(equalKeys).readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException("Invalid JSON" + reason(e), e);
    }
  }

  private static ObjectReader reader(EqualKeys equalKeys) {
    return switch (equalKeys) {
      case LAST -> LAST_OF_EQUAL_KEYS;
      case REFUSED -> UNEQUAL_KEYS;
    };
  }

  private static String reason(JsonProcessingException e) {
    String place =
        e.getLocation() == null
            ? ""
            : e.getLocation().getLineNr() > 1
                ? " at line %d, column %d"
                    .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())
                : " at column " + e.getLocation().getColumnNr();
    return place + ": " + e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
  }

  private static UncheckedIOException missing(Path file) {
    String message = "Missing file: " + file;
    return new UncheckedIOException(message, new FileNotFoundException(message));
  }
}
