package dev.longspark.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 4, 0, 0);
  private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

  /** A template, its variables and what becomes of it. */
  record Golden(JsonNode line, Map<String, Object> context) {
    String render() {
      return Template.parse(line.get("template").asText()).render(context, NOW);
    }

    @Override
    public String toString() {
      return line.get("id").asText();
    }
  }

  @ParameterizedTest
  @MethodSource
  void rendersAsTransformers(Golden golden) {
    JsonNode line = golden.line;
    if (line.has("expected")) {
      assertEquals(line.get("expected").asText(), golden.render());
      return;
    }
    TemplateException e = assertThrows(TemplateException.class, golden::render);
    assertEquals(line.get("expected_error").asText(), e.kind().exceptionName(), e::getMessage);
    String named = line.path("message_contains").asText();
    assertTrue(e.reason().contains(named), e::getMessage);
    assertTrue(e.getMessage().matches("line \\d+: \\w+: .*"), e::getMessage);
  }

  static Stream<Golden> rendersAsTransformers() throws IOException {
    List<Golden> all = new ArrayList<>();
    for (JsonNode line : lines("templates.jsonl")) {
      all.add(new Golden(line, JSON.convertValue(line.get("context"), VARIABLES)));
    }
    List<JsonNode> found = lines("found.jsonl");
    Map<String, Object> context = JSON.convertValue(found.get(0).get("context"), VARIABLES);
    found.subList(1, found.size()).forEach(line -> all.add(new Golden(line, context)));
    return all.stream();
  }

  @Test
  void noLineIsLeftOut() throws IOException {
    assertEquals(266 + 258, rendersAsTransformers().count());
  }

  private static List<JsonNode> lines(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                TemplateGoldenTest.class.getResourceAsStream("/golden/templates/" + name),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }
}
