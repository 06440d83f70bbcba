package dev.longspark.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.files.JsonFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** The fields of one JSON line; messages say which field is wrong and what was expected. */
record JsonFields(JsonNode object) {
  private static final int SHOWN_CHARACTERS = 40;

  /** A line that is not held a second time as text. */
  private static final int LARGE_BYTES = 1 << 20;

  /**
   * The fields of a line.
   *
   * @throws IOException if it is not one JSON object in UTF-8
   */
  static JsonFields parse(byte[] line) throws IOException {
    JsonNode json;
    try {
      json =
          line.length < LARGE_BYTES
              ? JsonFile.parse(JsonLines.text(line), JsonFile.EqualKeys.REFUSED)
              : JsonFile.parse(JsonLines.requireText(line), JsonFile.EqualKeys.REFUSED);
    } catch (CharacterCodingException e) {
      throw new IOException("Invalid UTF-8", e);
    }
    if (!json.isObject()) {
      throw new IOException("Expected a JSON object, not " + shown(json));
    }
    return new JsonFields(json);
  }

  /** The fields of an object that is a field. */
  JsonFields child(String name) throws IOException {
    JsonNode value = field(name);
    if (!value.isObject()) {
      throw new IOException("Expected an object in '" + name + "', not " + shown(value));
    }
    return new JsonFields(value);
  }

  boolean isNull(String name) throws IOException {
    return field(name).isNull();
  }

  private JsonNode field(String name) throws IOException {
    JsonNode value = object.get(name);
    if (value == null) {
      throw new IOException("Missing field '" + name + "'");
    }
    return value;
  }

  String string(String name) throws IOException {
    JsonNode value = field(name);
    if (!value.isTextual()) {
      throw new IOException("Expected a string in '" + name + "', not " + shown(value));
    }
    return value.textValue();
  }

  /** Whether there is something other than null at a JSON pointer such as {@code /a/0/b}. */
  boolean has(String pointer) {
    JsonNode value = object.at(pointer);
    return !value.isMissingNode() && !value.isNull();
  }

  /** The string at a JSON pointer. */
  String stringAt(String pointer) throws IOException {
    JsonNode value = object.at(pointer);
    if (!value.isTextual()) {
      throw new IOException(
          "Expected a string at '%s', not %s"
              .formatted(pointer, value.isMissingNode() ? "nothing" : shown(value)));
    }
    return value.textValue();
  }

  /** Whether null is written at a JSON pointer. */
  boolean isNullAt(String pointer) {
    return object.at(pointer).isNull();
  }

  /**
   * The answer of a chat or completion at a JSON pointer: a string, the text parts of a list, or
   * nothing for null, as when all tokens went into reasoning.
   */
  String answerAt(String pointer) throws IOException {
    JsonNode value = object.at(pointer);
    if (value.isNull()) {
      return "";
    }
    if (!value.isArray()) {
      return stringAt(pointer);
    }
    StringBuilder parts = new StringBuilder();
    for (int i = 0; i < value.size(); i++) {
      parts.append(stringAt(pointer + "/" + i + "/text"));
    }
    return parts.toString();
  }

  /** What stands at a JSON pointer, cut to a length for messages. */
  String shownAt(String pointer) {
    return shown(object.at(pointer));
  }

  List<String> strings(String name) throws IOException {
    JsonNode value = field(name);
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

  /** The names of all fields, in the order of the line. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A text, number or truth value as text, or a list of them in lines. */
  String text(String name) throws IOException {
    return String.join("\n", texts(name));
  }

  /** A list of texts, numbers or truth values as texts, or the only one. */
  List<String> texts(String name) throws IOException {
    JsonNode value = field(name);
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value.isArray() ? value : List.of(value)) {
      if (!element.isValueNode() || element.isNull()) {
        throw new IOException(
            "Expected text, a number or a list of them in '" + name + "', not " + shown(element));
      }
      texts.add(element.asText());
    }
    return texts;
  }

  int natural(String name) throws IOException {
    return natural(name, field(name));
  }

  /** The number at a JSON pointer. */
  int naturalAt(String pointer) throws IOException {
    return natural(pointer, object.at(pointer));
  }

  private static int natural(String name, JsonNode value) throws IOException {
    if (!value.isInt() || value.intValue() < 0) {
      throw new IOException("Expected an integer >= 0 in '" + name + "', not " + shown(value));
    }
    return value.intValue();
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
  }
}
