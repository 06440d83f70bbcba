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
  private static final Set<String> PATHS =
      Set.of("checkpoint", "four-bit", "tokenizer", "path", "warehouse");

  private StudyYaml() {}

  static String of(Node.Table merged, String name, UnaryOperator<String> path) {
    Node.Table named = merged.with("name", new Node.Scalar(TextNode.valueOf(name), merged.place()));
    YAMLMapper mapper =
        YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();
    try {
      return mapper.writeValueAsString(json("", named, path));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write the manifest of " + name, e);
    }
  }

  private static JsonNode json(String key, Node node, UnaryOperator<String> path) {
    if (node instanceof Node.Table table) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      table.entries().forEach((inner, value) -> object.set(inner, json(inner, value, path)));
      return object;
    }
    if (node instanceof Node.Items items) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      items.nodes().forEach(item -> array.add(json("", item, path)));
      return array;
    }
    JsonNode value = ((Node.Scalar) node).value();
    return PATHS.contains(key) && value.isTextual()
        ? TextNode.valueOf(path.apply(value.textValue()))
        : value;
  }
}
