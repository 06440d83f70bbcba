package dev.longspark.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longspark.files.FileForm;
import dev.longspark.template.Template;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Templates and what they see, as JSON. */
final class TemplateLines {
  private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

  /** Reads what Python writes, NaN included, and texts of any length. */
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .build();

  private TemplateLines() {}

  /**
   * The variables of a conversation.
   *
   * @param file a list of messages, or an object that has them under {@code messages}
   * @throws IllegalArgumentException if it is neither
   * @throws UncheckedIOException if it cannot be read
   */
  static Map<String, Object> conversation(Path file) {
    try {
      JsonNode json = JSON.readTree(file.toFile());
      Map<String, Object> variables = new LinkedHashMap<>();
      variables.put("add_generation_prompt", true);
      if (json.isArray()) {
        variables.put("messages", JSON.convertValue(json, List.class));
      } else if (json.isObject() && json.path("messages").isArray()) {
        variables.putAll(JSON.convertValue(json, VARIABLES));
      } else {
        throw new IllegalArgumentException(
            "Invalid messages in "
                + file
                + " (must be a list of messages, or an object with one as \"messages\")");
      }
      return variables;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Invalid messages in " + file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read messages " + file, e);
    }
  }

  /**
   * Renders a file's lines into another file's.
   *
   * @return how many texts and errors there were
   * @throws UncheckedIOException if one of the files cannot be read or written
   */
  static String render(Path lines, Path out, LocalDate day) {
    int texts = 0;
    int errors = 0;
    FileForm.requireRegular(lines);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(lines));
        OutputStream results = new BufferedOutputStream(Files.newOutputStream(out))) {
      int number = 0;
      for (byte[] line = next(in); line != null; line = next(in)) {
        number++;
        if (line.length == 0) {
          continue;
        }
        ObjectNode result = result(line, number, day);
        texts += result.has("text") ? 1 : 0;
        errors += result.has("text") ? 0 : 1;
        results.write(JSON.writeValueAsBytes(result));
        results.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot render " + lines + " into " + out, e);
    }
    return "%d texts, %d errors".formatted(texts, errors);
  }

  /** The bytes up to a line break, {@code null} at the end. */
  private static byte[] next(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return null;
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toByteArray();
  }

  private static ObjectNode result(byte[] line, int number, LocalDate day) {
    ObjectNode result = JSON.createObjectNode();
    result.set("id", NullNode.getInstance());
    try {
      JsonNode json = JSON.readTree(line);
      if (json.hasNonNull("id")) {
        result.set("id", json.get("id"));
      }
      if (!json.path("template").isTextual() || !json.path("context").isObject()) {
        throw new IllegalArgumentException(
            "line of the file must have a text \"template\" and an object \"context\"");
      }
      Map<String, Object> context = JSON.convertValue(json.get("context"), VARIABLES);
      Template template = Template.parse(json.get("template").textValue());
      result.put("text", template.render(context, day.atStartOfDay()));
    } catch (JsonProcessingException e) {
      result.put("error", "line %d of the file: %s".formatted(number, e.getOriginalMessage()));
    } catch (IOException | IllegalArgumentException e) {
      result.put("error", e.getMessage());
    }
    return result;
  }
}
