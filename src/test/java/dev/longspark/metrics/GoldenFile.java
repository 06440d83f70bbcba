package dev.longspark.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Expected values from the reference implementations: one JSON object per line. */
final class GoldenFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenFile() {}

  static List<JsonNode> read(String name) {
    String resource = "/golden/metrics/" + name;
    InputStream in = GoldenFile.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalArgumentException("Missing golden file: " + resource);
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<JsonNode> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.textValue()));
    return strings;
  }
}
