package dev.longspark.compression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the values that the released package gave. */
final class Golden {
  /** The released package averages in float32. */
  static final double FLOAT_NOISE = 1e-6;

  private Golden() {}

  static JsonNode read(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/compression/" + name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** The folder of the model that the cases were made with. */
  static Path model(JsonNode cases) {
    return Path.of("src/test/resources/golden/compression", cases.get("model_folder").asText());
  }

  static List<String> contexts(JsonNode sample) {
    JsonNode context = sample.get("context");
    return context.isArray() ? strings(context) : List.of(context.asText());
  }

  static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(node -> strings.add(node.asText()));
    return strings;
  }

  static double[] doubles(JsonNode array) {
    double[] doubles = new double[array.size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = array.get(i).asDouble();
    }
    return doubles;
  }

  /** Force tokens whose markers are the given ones. */
  static ForceTokens force(List<String> tokens, JsonNode markers) {
    return new ForceTokens(tokens, token -> markers.has(token) ? 2 : 1);
  }

  /** The stand-ins for the vocabulary of GPT. */
  static TokenCounter counter(JsonNode name) {
    return switch (name.asText()) {
      case "utf8_ceil4" -> text -> (text.getBytes(StandardCharsets.UTF_8).length + 3) / 4;
      case "one" -> text -> text.isEmpty() ? 0 : 1;
      default -> throw new IllegalArgumentException("Unknown counter: " + name);
    };
  }

  static CompressionSettings settings(JsonNode params) {
    Set<CompressionSettings.Step> steps = EnumSet.noneOf(CompressionSettings.Step.class);
    add(steps, CompressionSettings.Step.CONTEXT_FILTER, params.path("use_context_level_filter"));
    add(steps, CompressionSettings.Step.TOKEN_FILTER, params.path("use_token_level_filter"));
    add(steps, CompressionSettings.Step.FORCE_DIGITS, params.path("force_reserve_digit"));
    add(steps, CompressionSettings.Step.DROP_CONSECUTIVE, params.path("drop_consecutive"));
    List<Integer> forced = new ArrayList<>();
    params.path("force_context_ids").forEach(id -> forced.add(id.asInt()));
    return new CompressionSettings(
        params.path("rate").asDouble(0.5),
        params.path("target_token").asInt(-1),
        steps,
        new ContextBudget(
            params.path("target_context").asInt(-1),
            params.path("context_level_rate").asDouble(1),
            params.path("context_level_target_token").asInt(-1),
            forced),
        CompressionSettings.WordProbability.valueOf(
            params.path("token_to_word").asText("mean").toUpperCase(Locale.ROOT)),
        strings(params.path("force_tokens")),
        strings(params.path("chunk_end_tokens")));
  }

  private static void add(
      Set<CompressionSettings.Step> steps, CompressionSettings.Step step, JsonNode wanted) {
    if (wanted.asBoolean(false)) {
      steps.add(step);
    }
  }
}
