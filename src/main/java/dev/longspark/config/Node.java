package dev.longspark.config;

import com.fasterxml.jackson.databind.node.ValueNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One value of a YAML document and the place where it was read, for messages. */
sealed interface Node {
  /** File and line, or the override that said it. */
  String place();

  /** True where the document says nothing: {@code key:} or {@code key: ~}. */
  default boolean isEmpty() {
    return false;
  }

  /** A map, its keys in the order of the file. */
  record Table(Map<String, Node> entries, String place) implements Node {
    public Table {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    Table with(String key, Node value) {
      Map<String, Node> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Table(changed, place);
    }
  }

  /** A list. */
  record Items(List<Node> nodes, String place) implements Node {
    public Items {
      nodes = List.copyOf(nodes);
    }
  }

  /** A text, number, truth value or nothing. */
  record Scalar(ValueNode value, String place) implements Node {
    @Override
    public boolean isEmpty() {
      return value.isNull();
    }
  }

  /** The value as a message shows it. */
  default String shown() {
    if (this instanceof Scalar scalar) {
      return scalar.value().isTextual()
          ? "'" + scalar.value().textValue() + "'"
          : scalar.value().asText();
    }
    if (this instanceof Items items) {
      List<String> shown = new ArrayList<>();
      items.nodes().forEach(node -> shown.add(node.shown()));
      return shown.toString();
    }
    return "a map";
  }
}
