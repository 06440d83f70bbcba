package dev.longspark.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** The definitions of a study's own tasks in its run's manifest. */
public final class OwnTaskJson {
  /** The manifest's key that has a list of them. */
  public static final String KEY = "own_tasks";

  private static final ObjectMapper JSON = new ObjectMapper();

  private OwnTaskJson() {}

  /** A definition as it stands there. */
  public static JsonNode write(OwnTask task) {
    return JSON.valueToTree(task);
  }

  /** Those of a manifest, which may have none. */
  public static List<OwnTask> read(JsonNode manifest) {
    List<OwnTask> tasks = new ArrayList<>();
    manifest.path(KEY).forEach(task -> tasks.add(JSON.convertValue(task, OwnTask.class)));
    return tasks;
  }

  /**
   * As {@link #read(JsonNode)}.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  public static List<OwnTask> read(String manifest) {
    try {
      return read(JSON.readTree(manifest));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Invalid manifest: " + e.getOriginalMessage(), e);
    }
  }
}
