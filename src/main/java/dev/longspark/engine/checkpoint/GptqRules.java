package dev.longspark.engine.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.engine.family.JsonObject;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a GPTQ checkpoint says of single modules: GPTQModel's {@code dynamic}, of whose patterns the
 * first that a module's name begins with counts, and {@code modules_in_block_to_quantize}.
 *
 * @param rules in their order
 * @param inBlock the modules inside a block that are quantized; empty for all
 */
record GptqRules(List<Rule> rules, List<String> inBlock) implements Serializable {
  static final GptqRules NONE = new GptqRules(List.of(), List.of());
  private static final String DYNAMIC = "dynamic";
  private static final String MODULES = "modules_in_block_to_quantize";
  private static final String EXCLUDED = "-:";
  private static final String INCLUDED = "+:";

  /**
   * Settings of the modules that a pattern matches.
   *
   * @param pattern as written, without prefix
   * @param quantized whether they are
   */
  record Rule(String pattern, boolean quantized, GptqSettings settings) implements Serializable {
    private boolean matches(String module) {
      return Pattern.compile(pattern).matcher(module).lookingAt();
    }
  }

  GptqRules {
    rules = List.copyOf(rules);
    inBlock = List.copyOf(inBlock);
  }

  static GptqRules read(JsonObject json, GptqSettings settings) {
    List<Rule> rules = new ArrayList<>();
    if (json.has(DYNAMIC)) {
      JsonObject dynamic = json.child(DYNAMIC);
      for (Iterator<String> keys = dynamic.node().fieldNames(); keys.hasNext(); ) {
        rules.add(rule(dynamic, keys.next(), settings));
      }
    }
    List<String> modules = new ArrayList<>();
    if (json.has(MODULES)) {
      json.node().get(MODULES).forEach(each -> addTexts(json, each, modules));
    }
    return new GptqRules(rules, modules);
  }

  private static void addTexts(JsonObject json, JsonNode node, List<String> texts) {
    if (node.isArray()) {
      node.forEach(each -> addTexts(json, each, texts));
    } else if (node.isTextual()) {
      texts.add(node.textValue());
    } else {
      throw json.invalid(MODULES, "must be lists of names");
    }
  }

  private static Rule rule(JsonObject dynamic, String key, GptqSettings settings) {
    boolean prefixed = key.startsWith(EXCLUDED) || key.startsWith(INCLUDED);
    String pattern = prefixed ? key.substring(EXCLUDED.length()) : key;
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "Invalid pattern in %s: '%s' (must be a regular expression: %s)"
              .formatted(dynamic.place(), key, e.getDescription()),
          e);
    }
    boolean excluded = key.startsWith(EXCLUDED);
    return new Rule(pattern, !excluded, excluded ? settings : settings.with(dynamic.child(key)));
  }

  /** How a module is quantized, if it is. */
  Optional<GptqSettings> of(String module, GptqSettings otherwise) {
    for (Rule rule : rules) {
      if (rule.matches(module)) {
        return rule.quantized() ? Optional.of(rule.settings()) : Optional.empty();
      }
    }
    boolean quantized =
        inBlock.isEmpty()
            || module.endsWith("lm_head")
            || inBlock.stream().anyMatch(each -> module.endsWith("." + each));
    return quantized ? Optional.of(otherwise) : Optional.empty();
  }
}
