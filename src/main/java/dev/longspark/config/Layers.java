package dev.longspark.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Lays one document over another. The lower one is also the schema: a key that it does not have is
 * unknown, except in a map whose one entry is called {@code NAME}, the pattern of all its entries.
 */
final class Layers {
  /** The key in the defaults under which the pattern of user-named entries stands. */
  static final String PATTERN = "NAME";

  private Layers() {}

  /** The defaults with everything that is given; a given empty value leaves the default. */
  static Node.Table over(Node.Table defaults, Node.Table given, String path) {
    Node pattern = defaults.entries().get(PATTERN);
    return pattern == null ? knownKeys(defaults, given, path) : namedEntries(pattern, given, path);
  }

  private static Node.Table knownKeys(Node.Table defaults, Node.Table given, String path) {
    Map<String, Node> merged = new LinkedHashMap<>();
    defaults
        .entries()
        .forEach((key, value) -> merged.put(key, value(value, missing(value), join(path, key))));
    given
        .entries()
        .forEach(
            (key, value) -> {
              Node lower = defaults.entries().get(key);
              if (lower == null) {
                throw new ConfigException(
                    "Unknown key: "
                        + join(path, key)
                        + " "
                        + Names.instead(key, defaults.entries().keySet())
                        + YamlTree.at(value.place()));
              }
              merged.put(key, value(lower, value, join(path, key)));
            });
    return new Node.Table(merged, given.place());
  }

  private static Node.Table namedEntries(Node pattern, Node.Table given, String path) {
    Map<String, Node> merged = new LinkedHashMap<>();
    given
        .entries()
        .forEach((name, value) -> merged.put(name, value(pattern, value, join(path, name))));
    return new Node.Table(merged, given.place());
  }

  private static Node missing(Node lower) {
    return lower instanceof Node.Table ? new Node.Table(Map.of(), lower.place()) : lower;
  }

  private static Node value(Node lower, Node given, String path) {
    if (lower instanceof Node.Table table) {
      if (given.isEmpty()) {
        return over(table, new Node.Table(Map.of(), given.place()), path);
      }
      if (given instanceof Node.Table over) {
        return over(table, over, path);
      }
      throw new ConfigException(
          "Invalid "
              + path
              + ": "
              + given.shown()
              + " (must be a map)"
              + YamlTree.at(given.place()));
    }
    return given.isEmpty() ? lower : given;
  }

  /** Puts the value of one override at its dotted key, creating the maps on the way. */
  static Node.Table set(Node.Table given, Node.Table defaults, String dottedKey, Node value) {
    String key = firstKey(given, defaults, dottedKey);
    if (key.length() == dottedKey.length()) {
      return given.with(key, value);
    }
    Node.Table inner = table(given.entries().get(key), value.place());
    Node lower = defaults.entries().getOrDefault(key, defaults.entries().get(PATTERN));
    Node.Table innerDefaults = table(lower, value.place());
    String rest = dottedKey.substring(key.length() + 1);
    return given.with(key, set(inner, innerDefaults, rest, value));
  }

  /** Names may hold dots (llama-3.1-8b): the longest known key that the dotted key begins with. */
  private static String firstKey(Node.Table given, Node.Table defaults, String dottedKey) {
    Set<String> known = new LinkedHashSet<>(given.entries().keySet());
    known.addAll(defaults.entries().keySet());
    String longest = "";
    for (String key : known) {
      boolean begins = dottedKey.equals(key) || dottedKey.startsWith(key + ".");
      if (begins && key.length() > longest.length()) {
        longest = key;
      }
    }
    int dot = dottedKey.indexOf('.');
    return !longest.isEmpty() || dot < 0
        ? (longest.isEmpty() ? dottedKey : longest)
        : dottedKey.substring(0, dot);
  }

  private static Node.Table table(Node node, String place) {
    return node instanceof Node.Table table ? table : new Node.Table(Map.of(), place);
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
