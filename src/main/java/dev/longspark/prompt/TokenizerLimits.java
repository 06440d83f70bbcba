package dev.longspark.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.files.FileSize;
import dev.longspark.files.JsonFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/**
 * What a {@code tokenizer.json} may ask of the native library, which ends the process where another
 * would throw: ids, numbers of tokens, texts that grow, patterns whose search explodes.
 */
public final class TokenizerLimits {
  private static final long MOST_BYTES = 256L << 20;

  private static final int MOST_ID = 1 << 24;
  private static final int MOST_ADDED = 100_000;
  private static final int MOST_STEPS = 100;
  private static final int MOST_GROWTH = 64;
  private static final int MOST_PATTERN = 5_000;

  private final Path file;

  private TokenizerLimits(Path file) {
    this.file = file;
  }

  /**
   * Reads a file that keeps to the limits.
   *
   * @throws IllegalArgumentException if it does not, naming the file, what is beyond and what is
   *     allowed, or if it is no JSON object
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static ObjectNode read(Path file) {
    FileSize.require(file, MOST_BYTES);
    ObjectNode tokenizer = JsonFile.object(file);
    TokenizerLimits limits = new TokenizerLimits(file);
    limits.requireIds(tokenizer);
    limits.requireNormalizers(tokenizer.path("normalizer"));
    limits.requireNumbersAndPatterns(tokenizer);
    return tokenizer;
  }

  private void requireIds(JsonNode tokenizer) {
    JsonNode added = tokenizer.path("added_tokens");
    if (added.size() > MOST_ADDED) {
      throw invalid("added_tokens", added.size() + " tokens", "at most " + MOST_ADDED);
    }
    for (JsonNode token : added) {
      requireId("added_tokens", token.path("id"));
    }
    JsonNode vocabulary = tokenizer.path("model").path("vocab");
    if (vocabulary.size() > MOST_ID) {
      throw invalid("model.vocab", vocabulary.size() + " tokens", "at most " + MOST_ID);
    }
    if (vocabulary.isObject()) {
      for (JsonNode id : vocabulary) {
        requireId("model.vocab", id);
      }
    }
  }

  private void requireId(String key, JsonNode id) {
    if (!id.isInt() || id.intValue() < 0 || id.intValue() > MOST_ID) {
      throw invalid(key, "the id " + id, "an integer from 0 to " + MOST_ID);
    }
  }

  /** A sequence of replacements multiplies what each of them adds. */
  private void requireNormalizers(JsonNode normalizer) {
    Deque<JsonNode> steps = new ArrayDeque<>();
    steps.add(normalizer);
    int count = 0;
    double growth = 1;
    while (!steps.isEmpty()) {
      JsonNode step = steps.pop();
      step.path("normalizers").forEach(steps::add);
      if (step.path("type").asText().equals("Replace")) {
        int least = Math.max(1, step.path("pattern").path("String").asText().length());
        growth *= Math.max(1, (double) step.path("content").asText().length() / least);
      }
      count++;
    }
    if (count > MOST_STEPS || growth > MOST_GROWTH) {
      throw invalid(
          "normalizer",
          "%d steps that make a text up to %.0f times as long".formatted(count, growth),
          "at most %d steps and %d times".formatted(MOST_STEPS, MOST_GROWTH));
    }
  }

  private void requireNumbersAndPatterns(JsonNode tokenizer) {
    Deque<JsonNode> nodes = new ArrayDeque<>();
    nodes.add(tokenizer);
    while (!nodes.isEmpty()) {
      JsonNode node = nodes.pop();
      for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        if (field.getValue().isContainerNode()
            && !field.getKey().equals("vocab")
            && !field.getKey().equals("merges")) {
          nodes.push(field.getValue());
        } else if (field.getKey().equals("Regex")) {
          requirePattern(field.getValue().asText());
        } else if (field.getValue().isIntegralNumber() && !field.getValue().canConvertToInt()) {
          throw invalid(field.getKey(), field.getValue().toString(), "within 32 bits");
        }
      }
      if (node.isArray()) {
        node.forEach(nodes::push);
      }
    }
  }

  private void requirePattern(String pattern) {
    if (pattern.length() > MOST_PATTERN) {
      throw invalid("Regex", pattern.length() + " characters", "at most " + MOST_PATTERN);
    }
    if (NestedRepeats.isIn(pattern)) {
      throw invalid(
          "Regex",
          "'" + pattern + "' repeats without end what repeats without end",
          "one endless repeat inside another takes exponential time");
    }
  }

  private IllegalArgumentException invalid(String key, String value, String rule) {
    return new IllegalArgumentException(
        "Invalid %s in %s: %s (%s)".formatted(key, file, value, rule));
  }
}
