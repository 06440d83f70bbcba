package dev.longspark.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One YAML document into nodes that know their lines; repeated keys and aliases are refused. */
final class YamlTree {
  private static final int MOST_DEPTH = 50;

  private final String source;
  private final YAMLParser parser;
  private int depth;

  private YamlTree(String source, YAMLParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /** Reads a whole file, whose document must be a map (or nothing). */
  static Node.Table table(String text, String file) {
    Node root = read(text, file, true);
    if (root.isEmpty()) {
      return new Node.Table(Map.of(), file);
    }
    if (root instanceof Node.Table table) {
      return table;
    }
    throw new ConfigException("Expected a map of keys, found " + root.shown() + at(root.place()));
  }

  /** Reads the value of an override. */
  static Node value(String text, String place) {
    return read(text, place, false);
  }

  static String at(String place) {
    return " [" + place + "]";
  }

  private static Node read(String text, String source, boolean lines) {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      YamlTree tree = new YamlTree(source, parser);
      Node root =
          parser.nextToken() == null
              ? new Node.Scalar(NullNode.getInstance(), source)
              : tree.node(lines);
      if (parser.nextToken() != null) {
        throw new ConfigException("Expected one YAML document" + at(tree.place(lines)));
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new ConfigException("Invalid YAML: " + problem(e) + at(place(source, e, lines)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Node node(boolean lines) throws IOException {
    depth++;
    if (depth > MOST_DEPTH) {
      throw new ConfigException(
          "Invalid YAML: nested more than " + MOST_DEPTH + " deep" + at(place(lines)));
    }
    Node node = nodeHere(lines);
    depth--;
    return node;
  }

  private Node nodeHere(boolean lines) throws IOException {
    String place = place(lines);
    if (parser.isCurrentAlias()) {
      throw new ConfigException(
          "Invalid alias: *" + parser.getText() + " (write the value out)" + at(place));
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return map(place, lines);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Node> nodes = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        nodes.add(node(lines));
      }
      return new Node.Items(nodes, place);
    }
    return new Node.Scalar(scalar(place), place);
  }

  private Node map(String place, boolean lines) throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String keyPlace = place(lines);
      parser.nextToken();
      Node earlier = entries.get(key);
      if (earlier != null) {
        throw new ConfigException(
            "Invalid key: '"
                + key
                + "' is repeated (first at "
                + earlier.place()
                + ")"
                + at(keyPlace));
      }
      entries.put(key, node(lines));
    }
    return new Node.Table(entries, place);
  }

  private ValueNode scalar(String place) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case VALUE_NULL -> NullNode.getInstance();
      case VALUE_TRUE, VALUE_FALSE -> BooleanNode.valueOf(token == JsonToken.VALUE_TRUE);
      case VALUE_NUMBER_FLOAT -> DoubleNode.valueOf(parser.getDoubleValue());
      case VALUE_NUMBER_INT ->
          parser.getBigIntegerValue().bitLength() < Long.SIZE
              ? LongNode.valueOf(parser.getLongValue())
              : BigIntegerNode.valueOf(parser.getBigIntegerValue());
      case VALUE_STRING -> TextNode.valueOf(parser.getText());
      default -> throw new ConfigException("Invalid YAML: unexpected " + token + at(place));
    };
  }

  private String place(boolean lines) {
    return lines ? source + ":" + parser.currentTokenLocation().getLineNr() : source;
  }

  private static String place(String source, JsonProcessingException e, boolean lines) {
    return lines && e.getLocation() != null ? source + ":" + e.getLocation().getLineNr() : source;
  }

  private static String problem(JsonProcessingException e) {
    return e.getOriginalMessage().strip().replaceAll("\\s*\\R\\s*", ", ");
  }
}
