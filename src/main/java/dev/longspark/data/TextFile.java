package dev.longspark.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of running text: the contexts of LongBench lines where its name ends in {@code .jsonl},
 * otherwise one text in UTF-8.
 */
public record TextFile(Path path) {
  private static final String LINES = ".jsonl";

  /**
   * The texts in the file's order, blank ones left out.
   *
   * @throws UncheckedIOException if the file is missing, is no UTF-8, or a line has no context
   */
  public List<String> texts() {
    try {
      List<String> texts =
          path.toString().endsWith(LINES) ? contexts() : List.of(Files.readString(path));
      return texts.stream().filter(text -> !text.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the text of " + path, e);
    }
  }

  private List<String> contexts() throws IOException {
    List<String> contexts = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      JsonLines lines = new JsonLines(in);
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (!JsonLines.isBlank(line.get())) {
          contexts.add(context(line.get(), lines.number()));
        }
      }
    }
    return contexts;
  }

  private String context(byte[] line, int number) throws IOException {
    try {
      return JsonFields.parse(line).string("context");
    } catch (IOException e) {
      throw new IOException("line " + number + ": " + e.getMessage(), e);
    }
  }
}
