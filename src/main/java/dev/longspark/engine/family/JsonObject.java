package dev.longspark.engine.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.longspark.files.JsonFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A JSON object of a checkpoint's file, whose errors name the file and the key. A key that is null
 * counts as absent.
 *
 * @param place the file, and the path to the object inside it
 */
public record JsonObject(String place, JsonNode node) {
  public static JsonObject read(Path file) {
    return new JsonObject(file.toString(), JsonFile.object(file));
  }

  public boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** Whether the key is written, be it as null. */
  public boolean names(String key) {
    return node.has(key);
  }

  public int integer(String key) {
    return optionalInteger(key).orElseThrow(() -> missing(key));
  }

  public int integer(String key, int otherwise) {
    return optionalInteger(key).orElse(otherwise);
  }

  /** An integer within bounds. */
  public int integer(String key, int least, int most) {
    return within(key, integer(key), least, most);
  }

  /** As {@link #integer(String, int, int)}, for a key that may be absent. */
  public int integer(String key, int otherwise, int least, int most) {
    return within(key, integer(key, otherwise), least, most);
  }

  private int within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw invalid(key, "must be from " + least + " to " + most);
    }
    return value;
  }

  public double number(String key, double otherwise) {
    return optionalNumber(key).orElse(otherwise);
  }

  public double number(String key) {
    return optionalNumber(key).orElseThrow(() -> missing(key));
  }

  public boolean truth(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (!node.get(key).isBoolean()) {
      throw invalid(key, "must be true or false");
    }
    return node.get(key).booleanValue();
  }

  public String text(String key, String otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (!node.get(key).isTextual()) {
      throw invalid(key, "must be a text");
    }
    return node.get(key).textValue();
  }

  /** An integer or a list of them. */
  public SortedSet<Integer> integers(String key) {
    SortedSet<Integer> integers = new TreeSet<>();
    if (has(key)) {
      JsonNode value = node.get(key);
      for (JsonNode each : value.isArray() ? value : List.of(value)) {
        if (!each.canConvertToInt() || !each.isIntegralNumber()) {
          throw invalid(key, "must be an integer or a list of integers");
        }
        integers.add(each.intValue());
      }
    }
    return integers;
  }

  public List<JsonObject> children(String key) {
    if (!node.path(key).isArray()) {
      throw missing(key);
    }
    List<JsonObject> children = new ArrayList<>();
    for (JsonNode child : node.get(key)) {
      children.add(new JsonObject(place + ", " + key + "[" + children.size() + "]", child));
    }
    return children;
  }

  public JsonObject child(String key) {
    if (!node.path(key).isObject()) {
      throw missing(key);
    }
    return new JsonObject(place + ", " + key, node.get(key));
  }

  /** An object without keys in the place of one that is absent. */
  JsonObject empty(String key) {
    return new JsonObject(place + ", " + key, JsonNodeFactory.instance.objectNode());
  }

  /** A list of numbers. */
  List<Double> numbers(String key) {
    return elements(key, JsonNode::isNumber, "numbers").stream()
        .map(JsonNode::doubleValue)
        .toList();
  }

  /** A list of texts. */
  List<String> textList(String key) {
    return elements(key, JsonNode::isTextual, "texts").stream().map(JsonNode::textValue).toList();
  }

  private List<JsonNode> elements(String key, Predicate<JsonNode> kind, String kinds) {
    if (!has(key)) {
      throw missing(key);
    }
    List<JsonNode> elements = new ArrayList<>();
    node.get(key).forEach(elements::add);
    if (!node.get(key).isArray() || !elements.stream().allMatch(kind)) {
      throw invalid(key, "must be a list of " + kinds);
    }
    return elements;
  }

  /** Holds the object to have none but some keys. */
  void requireKeys(Set<String> known) {
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (has(key) && !known.contains(key)) {
        throw invalid(key, "must be one of " + new TreeSet<>(known));
      }
    }
  }

  /** All fields, which must be texts. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      texts.put(key, text(key, ""));
    }
    return texts;
  }

  public IllegalArgumentException missing(String key) {
    return new IllegalArgumentException("Missing " + key + " in " + place);
  }

  public IllegalArgumentException invalid(String key, String rule) {
    return new IllegalArgumentException(
        "Invalid " + key + " in " + place + ": " + node.get(key) + " (" + rule + ")");
  }

  private OptionalInt optionalInteger(String key) {
    if (!has(key)) {
      return OptionalInt.empty();
    }
    if (!node.get(key).isIntegralNumber() || !node.get(key).canConvertToInt()) {
      throw invalid(key, "must be an integer");
    }
    return OptionalInt.of(node.get(key).intValue());
  }

  private OptionalDouble optionalNumber(String key) {
    if (!has(key)) {
      return OptionalDouble.empty();
    }
    // Python writes NaN and Infinity, which no key of a model may be
    if (!node.get(key).isNumber() || !Double.isFinite(node.get(key).doubleValue())) {
      throw invalid(key, "must be a number");
    }
    return OptionalDouble.of(node.get(key).doubleValue());
  }
}
