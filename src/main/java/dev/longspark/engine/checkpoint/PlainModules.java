package dev.longspark.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.engine.family.JsonObject;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The modules that a low-bit checkpoint keeps in full precision, as its config.json lists them: by
 * name, by a part of it, or by {@code re:} and a regular expression from its start. For predicting
 * bytes; in the files the tensors themselves tell.
 */
record PlainModules(List<String> names) implements Serializable {
  private static final String PATTERN = "re:";

  /** What every writer leaves alone unless told otherwise. */
  private static final String HEAD = "lm_head";

  PlainModules {
    names = List.copyOf(names);
  }

  static PlainModules read(JsonObject json, String key) {
    List<String> names = new ArrayList<>();
    if (json.has(key)) {
      for (JsonNode each : json.node().get(key)) {
        if (!each.isTextual()) {
          throw json.invalid(key, "must be a list of names");
        }
        requirePattern(json, key, each.textValue());
        names.add(each.textValue());
      }
    }
    return new PlainModules(names);
  }

  private static void requirePattern(JsonObject json, String key, String name) {
    try {
      if (name.startsWith(PATTERN)) {
        Pattern.compile(name.substring(PATTERN.length()));
      }
    } catch (PatternSyntaxException e) {
      throw json.invalid(key, "'" + name + "' is no regular expression: " + e.getDescription());
    }
  }

  boolean contains(String module) {
    return module.endsWith(HEAD) || names.stream().anyMatch(name -> matches(name, module));
  }

  /** Whether a name of a list means a module. */
  static boolean matches(String name, String module) {
    return name.startsWith(PATTERN)
        ? Pattern.compile(name.substring(PATTERN.length())).matcher(module).lookingAt()
        : module.contains(name);
  }
}
