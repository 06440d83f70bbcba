package dev.longspark.compression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.prompt.TokenizerLimits;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A {@code tokenizer.json} with the 100 marker tokens added: special ones whose ids follow the base
 * vocabulary, unless the file already has them.
 */
final class MarkedTokenizerFile {
  private final Path path;
  private final byte[] json;
  private final Map<Long, String> addedTokens = new HashMap<>();

  private MarkedTokenizerFile(Path path, ObjectNode root) {
    this.path = path;
    ArrayNode added = root.withArray("added_tokens");
    addMarkers(added, vocabularySize(root.path("model").path("vocab")));
    added.forEach(
        token -> addedTokens.put(token.path("id").asLong(), token.path("content").asText()));
    this.json = root.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the file and adds the markers.
   *
   * @throws IllegalArgumentException if it is no JSON object, or asks for more than is allowed
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  static MarkedTokenizerFile read(Path path) {
    return new MarkedTokenizerFile(path, TokenizerLimits.read(path));
  }

  Path path() {
    return path;
  }

  InputStream json() {
    return new ByteArrayInputStream(json);
  }

  /** Id to content of every token that stands beside the vocabulary. */
  Map<Long, String> addedTokens() {
    return addedTokens;
  }

  private static void addMarkers(ArrayNode added, long vocabularySize) {
    Set<String> present = new HashSet<>();
    long nextId = vocabularySize;
    for (JsonNode token : added) {
      present.add(token.path("content").asText());
      nextId = Math.max(nextId, token.path("id").asLong() + 1);
    }
    for (int i = 0; i < ForceTokens.MARKERS; i++) {
      String marker = ForceTokens.marker(i);
      if (!present.contains(marker)) {
        added
            .addObject()
            .put("id", nextId)
            .put("content", marker)
            .put("single_word", false)
            .put("lstrip", false)
            .put("rstrip", false)
            .put("normalized", false)
            .put("special", true);
        nextId++;
      }
    }
  }

  /** Unigram: a list in the order of ids. WordPiece: token to id. */
  private static long vocabularySize(JsonNode vocabulary) {
    long size = vocabulary.isArray() ? vocabulary.size() : 0;
    if (vocabulary.isObject()) {
      for (JsonNode id : vocabulary) {
        size = Math.max(size, id.asLong() + 1);
      }
    }
    return size;
  }
}
