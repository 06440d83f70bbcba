package dev.longspark.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The merged document as YAML: what really holds, with absolute paths, fit to be read again. */
final class StudyYaml {
  /** A map whose entries are folders; at the second depth it would be a name of the user's. */
  private static final String FOLDERS = "low-bit";

  private static final int LEAST_DEPTH = 2;

  private static final Set<String> PATHS =
      Set.of("checkpoint", "four-bit", FOLDERS, "tokenizer", "path", "warehouse");

  private StudyYaml() {}

  static String of(Node.Table merged, String name, UnaryOperator<String> path) {
    Node.Table named = merged.with("name", new Node.Scalar(TextNode.valueOf(name), merged.place()));
    YAMLMapper mapper =
        YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();
    try {
      return mapper.writeValueAsString(json("", named, path, 0));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write the manifest of " + name, e);
    }
  }

  private static JsonNode json(String key, Node node, UnaryOperator<String> path, int depth) {
    if (node instanceof Node.Table table) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      boolean named = key.equals(FOLDERS) && depth > LEAST_DEPTH;
      table
          .entries()
          .forEach(
              (inner, value) ->
                  object.set(inner, json(named ? FOLDERS : inner, value, path, depth + 1)));
      return object;
    }
    if (node instanceof Node.Items items) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      items.nodes().forEach(item -> array.add(json("", item, path, depth + 1)));
      return array;
    }
    JsonNode value = ((Node.Scalar) node).value();
    return PATHS.contains(key) && value.isTextual()
        ? TextNode.valueOf(path.apply(value.textValue()))
        : value;
  }
}
