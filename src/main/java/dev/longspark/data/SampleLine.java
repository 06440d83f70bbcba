package dev.longspark.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** Turns one JSON line with LongBench's eight fields into a sample, or says why it cannot. */
final class SampleLine {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build()
          .reader();
  private static final int SHOWN_CHARACTERS = 40;

  private SampleLine() {}

  /**
   * The line's sample.
   *
   * @throws IOException if the line is not JSON, lacks a field, has one of another type, or belongs
   *     to another task
   */
  static Sample parse(String task, byte[] line) throws IOException {
    JsonNode object = object(line);
    String dataset = string(object, "dataset");
    if (!dataset.equals(task)) {
      throw new IOException("Expected dataset '" + task + "', not '" + dataset + "'");
    }
    return Sample.of(
        task,
        string(object, "_id"),
        string(object, "context"),
        string(object, "input"),
        strings(object, "answers"),
        field(object, "all_classes").isNull() ? List.of() : strings(object, "all_classes"),
        string(object, "language"),
        length(object));
  }

  private static JsonNode object(byte[] line) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(JsonLines.text(line));
    } catch (CharacterCodingException e) {
      throw new IOException("Invalid UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "Invalid JSON at column %d: %s"
              .formatted(e.getLocation().getColumnNr(), e.getOriginalMessage()),
          e);
    }
    if (!json.isObject()) {
      throw new IOException("Expected a JSON object, not " + shown(json));
    }
    return json;
  }

  private static JsonNode field(JsonNode object, String name) throws IOException {
    JsonNode value = object.get(name);
    if (value == null) {
      throw new IOException("Missing field '" + name + "'");
    }
    return value;
  }

  private static String string(JsonNode object, String name) throws IOException {
    JsonNode value = field(object, name);
    if (!value.isTextual()) {
      throw new IOException("Expected a string in '" + name + "', not " + shown(value));
    }
    return value.textValue();
  }

  private static List<String> strings(JsonNode object, String name) throws IOException {
    JsonNode value = field(object, name);
    if (!value.isArray()) {
      throw new IOException("Expected an array of strings in '" + name + "', not " + shown(value));
    }
    List<String> strings = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        throw new IOException("Expected only strings in '" + name + "', not " + shown(element));
      }
      strings.add(element.textValue());
    }
    return strings;
  }

  private static int length(JsonNode object) throws IOException {
    JsonNode value = field(object, "length");
    if (!value.isInt() || value.intValue() < 0) {
      throw new IOException("Expected an integer >= 0 in 'length', not " + shown(value));
    }
    return value.intValue();
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
  }
}
