package dev.longspark.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.files.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ordinary tokens of a {@code tokenizer.json}; added ones, which siblings rename, left out.
 *
 * @param ids by token
 */
record Vocabulary(Map<String, Integer> ids) {
  Vocabulary {
    ids = Map.copyOf(ids);
  }

  /** Of a checkpoint's folder, if it has such a file. */
  static Optional<Vocabulary> of(Path folder) {
    Path file = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    JsonNode json = JsonFile.read(file);
    JsonNode written = json.path("model").path("vocab");
    Map<String, Integer> ids = new HashMap<>();
    written.properties().forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
    for (int id = 0; written.isArray() && id < written.size(); id++) {
      ids.put(written.get(id).path(0).asText(), id);
    }
    json.path("added_tokens").forEach(added -> ids.remove(added.path("content").asText()));
    return Optional.of(new Vocabulary(ids));
  }

  /** The least token that both have, but not as the same number. */
  Optional<String> contradiction(Vocabulary other) {
    return ids.keySet().stream()
        .filter(token -> !ids.get(token).equals(other.ids.getOrDefault(token, ids.get(token))))
        .min(String::compareTo);
  }
}
