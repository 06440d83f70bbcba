package dev.longspark.config;

import com.fasterxml.jackson.databind.node.ValueNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One map of the merged document, read key by key with types; every fault names key and place. */
record Section(String path, Node.Table table) {

  Section section(String key) {
    return new Section(Layers.join(path, key), (Node.Table) node(key));
  }

  /** The user-named entries of a map, in the order of the file. */
  Map<String, Section> entries(String key) {
    Map<String, Section> sections = new LinkedHashMap<>();
    Section map = section(key);
    map.table.entries().keySet().forEach(name -> sections.put(name, map.section(name)));
    return sections;
  }

  /** User-named texts, in the order of the file. */
  Map<String, String> textEntries(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    Section map = section(key);
    map.table.entries().keySet().forEach(name -> texts.put(name, map.text(name)));
    return texts;
  }

  Optional<String> optionalText(String key) {
    return node(key).isEmpty() ? Optional.empty() : Optional.of(text(key));
  }

  String text(String key) {
    return text(node(key), Layers.join(path, key));
  }

  private String text(Node node, String name) {
    requireGiven(node, name);
    if (node instanceof Node.Scalar scalar && scalar.value().isTextual()) {
      String text = scalar.value().textValue();
      if (text.isBlank()) {
        throw fault(node, name, "must not be blank");
      }
      return text;
    }
    String quoting = node instanceof Node.Scalar ? "; put quotes around it" : "";
    throw fault(node, name, "must be text" + quoting);
  }

  List<String> texts(String key) {
    String name = Layers.join(path, key);
    if (node(key) instanceof Node.Items items) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < items.nodes().size(); i++) {
        texts.add(rawText(items.nodes().get(i), name + "[" + i + "]"));
      }
      return texts;
    }
    requireGiven(node(key), name);
    throw fault(node(key), name, "must be a list");
  }

  /** Blank texts are allowed in a list (a newline is a force token). */
  private String rawText(Node node, String name) {
    if (node instanceof Node.Scalar scalar && scalar.value().isTextual()) {
      return scalar.value().textValue();
    }
    return text(node, name);
  }

  /** A list of names: at least one, none twice. */
  List<String> names(String key) {
    List<String> names = differentNames(key);
    if (names.isEmpty()) {
      throw invalid(key, "must name at least one");
    }
    return names;
  }

  /** A list of names, none twice; it may be empty. */
  List<String> differentNames(String key) {
    List<String> names = texts(key);
    Set<String> seen = new LinkedHashSet<>();
    for (String name : names) {
      if (name.isBlank() || !seen.add(name)) {
        throw invalid(key, name.isBlank() ? "holds a blank name" : "names '" + name + "' twice");
      }
    }
    return names;
  }

  /** A name, or a list of at least one, none twice. */
  List<String> nameOrNames(String key) {
    return node(key) instanceof Node.Items ? names(key) : List.of(text(key));
  }

  boolean flag(String key) {
    ValueNode value = scalar(key);
    if (!value.isBoolean()) {
      throw invalid(key, "must be true or false");
    }
    return value.booleanValue();
  }

  int count(String key) {
    return Math.toIntExact(whole(key, 0, Integer.MAX_VALUE));
  }

  /** How many: a whole number, true for all (the largest number), false for none. */
  int countOrAll(String key) {
    ValueNode value = scalar(key);
    if (value.isBoolean()) {
      return value.booleanValue() ? Integer.MAX_VALUE : 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw invalid(key, "must be a whole number, at least 0, or true or false");
    }
    return value.intValue();
  }

  int positive(String key) {
    return Math.toIntExact(whole(key, 1, Integer.MAX_VALUE));
  }

  /** A positive whole number, or a list of at least one, none twice. */
  List<Integer> positives(String key) {
    if (!(node(key) instanceof Node.Items items)) {
      return List.of(positive(key));
    }
    List<Integer> numbers = new ArrayList<>();
    for (Node each : items.nodes()) {
      boolean fits =
          each instanceof Node.Scalar scalar
              && scalar.value().isIntegralNumber()
              && scalar.value().canConvertToInt()
              && scalar.value().intValue() > 0;
      int number = fits ? ((Node.Scalar) each).value().intValue() : 0;
      if (!fits || numbers.contains(number)) {
        throw invalid(key, "must be whole numbers, at least 1, none twice");
      }
      numbers.add(number);
    }
    if (numbers.isEmpty()) {
      throw invalid(key, "must name at least one");
    }
    return numbers;
  }

  long whole(String key, long least, long most) {
    ValueNode value = scalar(key);
    boolean fits = value.canConvertToLong() && value.isIntegralNumber();
    if (!fits || value.longValue() < least || value.longValue() > most) {
      String upper =
          most == Integer.MAX_VALUE || most == Long.MAX_VALUE ? "" : " and at most " + most;
      throw invalid(key, "must be a whole number, at least " + least + upper);
    }
    return value.longValue();
  }

  double number(String key, double least, double most) {
    ValueNode value = scalar(key);
    if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      String upper = most == Double.MAX_VALUE ? "" : " and at most " + most;
      throw invalid(key, "must be a number, at least " + least + upper);
    }
    return value.doubleValue();
  }

  /** A size: a number of bytes, or a number with one of the units of {@link ByteSize}. */
  long bytes(String key) {
    ValueNode value = scalar(key);
    Optional<Long> bytes = value.isTextual() ? ByteSize.parse(value.textValue()) : Optional.empty();
    return bytes.orElseGet(
        () -> {
          if (value.isTextual()) {
            throw invalid(key, "must be bytes, or a number with one of " + ByteSize.units());
          }
          return whole(key, 0, Long.MAX_VALUE);
        });
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    String written = text(key);
    List<String> allowed = Arrays.stream(type.getEnumConstants()).map(Section::kebab).toList();
    int index = allowed.indexOf(written);
    if (index < 0) {
      throw invalid(key, Names.instead(written, allowed).replaceAll("^\\(|\\)$", ""));
    }
    return type.getEnumConstants()[index];
  }

  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean isGiven(String key) {
    return !node(key).isEmpty();
  }

  /** The keys that are given, but for one, with their single values as text. */
  Map<String, String> given(String except) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String key : table.entries().keySet()) {
      if (!key.equals(except) && isGiven(key)) {
        given.put(key, scalar(key).asText());
      }
    }
    return given;
  }

  long positiveBytes(String key) {
    if (bytes(key) == 0) {
      throw invalid(key, "must be above 0");
    }
    return bytes(key);
  }

  ConfigException invalid(String key, String rule) {
    return fault(node(key), Layers.join(path, key), rule);
  }

  private static ConfigException fault(Node node, String name, String rule) {
    return new ConfigException(
        "Invalid " + name + ": " + node.shown() + " (" + rule + ")" + YamlTree.at(node.place()));
  }

  private void requireGiven(Node node, String name) {
    if (node.isEmpty()) {
      throw new ConfigException("Missing " + name + YamlTree.at(table.place()));
    }
  }

  private ValueNode scalar(String key) {
    Node node = node(key);
    requireGiven(node, Layers.join(path, key));
    if (node instanceof Node.Scalar scalar) {
      return scalar.value();
    }
    throw invalid(key, "must be a single value");
  }

  private Node node(String key) {
    Node node = table.entries().get(key);
    if (node == null) {
      throw new IllegalStateException("study-defaults.yaml lacks " + Layers.join(path, key));
    }
    return node;
  }
}
