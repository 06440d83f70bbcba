package dev.longspark.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longspark.files.FileForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The chat templates of a checkpoint: {@code chat_template.jinja} and {@code
 * additional_chat_templates/NAME.jinja}, or else {@code chat_template} in {@code
 * tokenizer_config.json}, a text or a list of named ones. Of several, {@code default} counts.
 *
 * <p><em>Source:</em> {@code from_pretrained} and {@code get_chat_template} of Hugging Face
 * transformers 5.18.
 *
 * @param source the one that counts, if there is one
 * @param disagreements where the files contradict each other, and what counts
 */
record TemplateFiles(Optional<String> source, List<String> disagreements) {
  private static final String FILE = "chat_template.jinja";
  private static final String FURTHER = "additional_chat_templates";
  private static final String ENDING = ".jinja";
  private static final String KEY = "chat_template";
  private static final String DEFAULT = "default";

  /**
   * Reads the templates of a folder.
   *
   * @param config the content of {@code tokenizer_config.json}
   * @throws IllegalArgumentException if there are several and none is the default
   * @throws UncheckedIOException if one cannot be read
   */
  static TemplateFiles read(Path folder, JsonNode config) {
    Map<String, String> files = files(folder);
    Map<String, String> written = written(config.path(KEY), folder);
    if (files.isEmpty()) {
      return new TemplateFiles(
          chosen(written, folder.resolve(TokenizerSettings.CONFIG)), List.of());
    }
    Optional<String> source = chosen(files, folder.resolve(FURTHER));
    boolean differ = written.containsKey(DEFAULT) && !source.equals(chosen(written, folder));
    return new TemplateFiles(
        source,
        differ
            ? List.of(
                "%s of %s is another than %s, which counts"
                    .formatted(KEY, TokenizerSettings.CONFIG, FILE))
            : List.of());
  }

  private static Optional<String> chosen(Map<String, String> templates, Path place) {
    if (!templates.isEmpty() && !templates.containsKey(DEFAULT)) {
      throw new IllegalArgumentException(
          "Missing chat template named 'default' in %s (it names %s)"
              .formatted(place, templates.keySet()));
    }
    return Optional.ofNullable(templates.get(DEFAULT));
  }

  private static Map<String, String> written(JsonNode templates, Path folder) {
    Map<String, JsonNode> byName = new TreeMap<>();
    if (templates.isObject()) {
      templates.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
    } else if (templates.isArray()) {
      templates.forEach(each -> byName.put(each.path("name").asText(), each.path("template")));
    } else if (!templates.isMissingNode() && !templates.isNull()) {
      byName.put(DEFAULT, templates);
    }
    Map<String, String> texts = new TreeMap<>();
    byName.forEach(
        (name, text) -> {
          if (!text.isTextual()) {
            throw new IllegalArgumentException(
                "Invalid %s in %s: '%s' is %s (must be a text, or a list of them with their names)"
                    .formatted(
                        KEY,
                        folder.resolve(TokenizerSettings.CONFIG),
                        name,
                        text.isMissingNode() ? "absent" : text));
          }
          texts.put(name, text.textValue());
        });
    return texts;
  }

  private static Map<String, String> files(Path folder) {
    Map<String, String> byName = new TreeMap<>();
    Path further = folder.resolve(FURTHER);
    try {
      if (Files.exists(folder.resolve(FILE))) {
        byName.put(DEFAULT, text(folder.resolve(FILE)));
      }
      if (Files.isDirectory(further)) {
        try (Stream<Path> files = Files.list(further)) {
          for (Path file : files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList()) {
            String name = file.getFileName().toString();
            byName.put(name.substring(0, name.length() - ENDING.length()), text(file));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read chat template of " + folder, e);
    }
    return byName;
  }

  private static String text(Path file) throws IOException {
    FileForm.requireNone(file, FileForm.EMPTY);
    FileForm.requireRegular(file);
    return Files.readString(file);
  }
}
