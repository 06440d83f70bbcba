package dev.longspark.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tokenizer files of a tiny golden checkpoint and what the reference made with them. */
record GoldenModel(String name) {
  Path directory() {
    try {
      return Path.of(GoldenModel.class.getResource("/golden/models/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(directory().resolve("tokenizer_expected.json").toFile());
  }

  static TokenIds ids(JsonNode array) {
    List<Long> ids = new ArrayList<>();
    array.forEach(id -> ids.add(id.longValue()));
    return TokenIds.of(ids.stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public String toString() {
    return name;
  }
}
