package dev.longspark.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * One query of the {@code sql} resources. The file's name is the view's name; its first line says
 * what one row of the result is.
 *
 * @param name the view's name
 * @param text the query
 */
public record SqlFile(String name, String text) {

  /** Reads a packaged query. */
  public static SqlFile read(String name) {
    String resource = "/sql/" + name + ".sql";
    try (InputStream in = SqlFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("Unknown query: resource " + resource);
      }
      return new SqlFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + resource, e);
    }
  }

  /** What one row of the result is: the first line, without the comment's dashes. */
  public String description() {
    return text.lines().findFirst().orElse("").replaceFirst("^--\\s*", "");
  }
}
