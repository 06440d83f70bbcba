package dev.longspark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Two manifests, value by value, into what is not the same in both. */
public final class ManifestChanges {
  private static final String NOTHING = "–";
  private static final String DRIVERS = "drivers";

  /**
   * What techniques stand for: compared where both runs have them, for the study names the rest.
   */
  private static final String CHECKPOINTS = "checkpoints.";

  private final Map<String, String> values = new TreeMap<>();

  private ManifestChanges() {}

  /**
   * One value that is not the same.
   *
   * @param key dotted, such as {@code study.techniques}
   * @param before in the first manifest; a dash if it has none
   * @param after in the second manifest; a dash if it has none
   */
  public record Change(String key, String before, String after) {}

  /**
   * Compares two manifests.
   *
   * @return the differences in the order of their keys
   * @throws IllegalArgumentException if one is no JSON, or its study no YAML
   */
  public static List<Change> between(String before, String after) {
    Map<String, String> first = values(before);
    Map<String, String> second = values(after);
    Set<String> keys = new TreeSet<>(first.keySet());
    keys.addAll(second.keySet());
    List<Change> changes = new ArrayList<>();
    for (String key : keys) {
      String one = first.getOrDefault(key, NOTHING);
      String other = second.getOrDefault(key, NOTHING);
      boolean bothHaveIt = first.containsKey(key) && second.containsKey(key);
      if (!one.equals(other) && (bothHaveIt || !key.startsWith(CHECKPOINTS))) {
        changes.add(new Change(key, one, other));
      }
    }
    return changes;
  }

  private static Map<String, String> values(String manifest) {
    ManifestChanges flat = new ManifestChanges();
    try {
      JsonNode json = new ObjectMapper().readTree(manifest);
      json.fields()
          .forEachRemaining(
              field -> {
                if (field.getKey().equals(DRIVERS)) {
                  flat.addDrivers(field.getValue());
                } else if (!field.getKey().equals("study")) {
                  flat.add(field.getKey(), field.getValue());
                }
              });
      if (json.has("study")) {
        flat.add("study", new YAMLMapper().readTree(json.path("study").asText()));
      }
      return flat.values;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Invalid manifest: " + e.getOriginalMessage(), e);
    }
  }

  /** A run may have had several drivers: their values, each once. */
  private void addDrivers(JsonNode drivers) {
    Map<String, Set<String>> all = new TreeMap<>();
    for (JsonNode driver : drivers) {
      driver
          .fields()
          .forEachRemaining(
              field ->
                  all.computeIfAbsent(field.getKey(), key -> new LinkedHashSet<>())
                      .add(field.getValue().asText()));
    }
    all.remove("started");
    all.forEach((key, texts) -> values.put("driver." + key, String.join(", ", texts)));
  }

  private void add(String key, JsonNode value) {
    if (value.isObject()) {
      value.fields().forEachRemaining(field -> add(key + "." + field.getKey(), field.getValue()));
    } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
      for (int i = 0; i < value.size(); i++) {
        add(key + "." + name(value.get(i), i), value.get(i));
      }
    } else if (!value.isEmpty() || value.isValueNode()) {
      values.put(key, value.isTextual() ? value.asText() : value.toString());
    }
  }

  /** What an entry of a list is called, so that those of two lists meet. */
  private static String name(JsonNode entry, int position) {
    return entry.has("technique")
        ? entry.path("model").asText() + " " + entry.path("technique").asText()
        : entry.path("name").asText(Integer.toString(position));
  }
}
