package dev.longspark.config;

import dev.longspark.files.FileForm;
import dev.longspark.files.FileSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The door of the configuration: a YAML file and overrides into a {@link Study}. */
public final class StudyFile {
  private static final long MOST_BYTES = 2_000_000;

  private static final String DEFAULTS = "study-defaults.yaml";

  private StudyFile() {}

  /**
   * Reads a study, lays it over the defaults and the overrides over it, and checks every value.
   *
   * @param file the study file
   * @param overrides {@code key=value} each, dotted keys, values in YAML
   * @return the checked study
   * @throws ConfigException if the file is missing or anything in it is unknown, repeated, of the
   *     wrong type or out of range
   */
  public static Study read(Path file, List<String> overrides) {
    Node.Table defaults = YamlTree.table(defaultsText(), DEFAULTS);
    Node.Table given = YamlTree.table(text(file), file.toString());
    for (String override : overrides) {
      given = overridden(given, defaults, override);
    }
    Section root = new Section("", Layers.over(defaults, given, ""));
    return new StudyReader(file, root).read();
  }

  /**
   * The manual: every key with its default and a comment.
   *
   * @return the text of {@code study-defaults.yaml}
   */
  public static String defaultsText() {
    try (InputStream stream = StudyFile.class.getResourceAsStream("/" + DEFAULTS)) {
      if (stream == null) {
        throw new IllegalStateException("Missing resource " + DEFAULTS);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + DEFAULTS, e);
    }
  }

  private static String text(Path file) {
    try {
      FileForm.requireRegular(file);
      FileSize.require(file, MOST_BYTES);
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException("Missing study file: " + file);
    } catch (IOException e) {
      throw new ConfigException("Cannot read study file: " + file + " (" + e.getMessage() + ")");
    }
  }

  private static Node.Table overridden(Node.Table given, Node.Table defaults, String override) {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new ConfigException("Invalid --set " + override + " (must be key=value)");
    }
    String place = "--set " + override;
    Node value = YamlTree.value(override.substring(equals + 1), place);
    return Layers.set(given, defaults, override.substring(0, equals).strip(), value);
  }
}
