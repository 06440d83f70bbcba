package dev.longspark.report;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The result views that a report shows, in its order: what the resource {@code report/views.yaml}
 * lists.
 *
 * @param quality scores and what is said of them
 * @param systems time and memory
 * @param health what makes cells doubtful
 */
record ViewTables(List<ViewTable> quality, List<ViewTable> systems, ViewTable health) {
  private static final String RESOURCE = "/report/views.yaml";

  ViewTables {
    quality = List.copyOf(quality);
    systems = List.copyOf(systems);
  }

  static ViewTables read() {
    try (InputStream in = ViewTables.class.getResourceAsStream(RESOURCE)) {
      return new YAMLMapper().readValue(in, ViewTables.class);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + RESOURCE, e);
    }
  }
}
