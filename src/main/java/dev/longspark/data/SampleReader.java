package dev.longspark.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one task's file and keeps count: the limit, malformed lines, ids seen twice. */
final class SampleReader {
  private static final Logger LOG = LoggerFactory.getLogger(SampleReader.class);

  private final String task;
  private final String file;
  private final Format format;
  private final Set<String> ids = new HashSet<>();
  private int skipped;

  /**
   * @param file names the file in messages
   * @param format what its lines are
   */
  SampleReader(String task, String file, Format format) {
    this.task = task;
    this.file = file;
    this.format = format;
  }

  /** What the lines of a file are. */
  interface Format {
    /**
     * The line's sample.
     *
     * @param number of the line, from 1
     * @throws IOException if the line is not JSON, lacks a field, has one of another type, or does
     *     not belong to the task
     */
    Sample parse(byte[] line, int number) throws IOException;

    /** What reading fails with at a line that is no sample, whose place the message begins with. */
    RuntimeException fault(String message, IOException cause);
  }

  /**
   * Hands on samples up to the limit (0 = all).
   *
   * <p>Fails with the {@linkplain Format#fault format's fault} if a line is no sample and malformed
   * lines fail.
   */
  SampleCount read(
      InputStream in, int limit, MalformedLines malformedLines, Consumer<Sample> samples)
      throws IOException {
    JsonLines lines = new JsonLines(in);
    Optional<byte[]> line = next(lines, malformedLines);
    while (line.isPresent() && (limit == 0 || ids.size() < limit)) {
      if (!JsonLines.isBlank(line.get())) {
        sample(line.get(), lines.number(), malformedLines).ifPresent(samples);
      }
      line = next(lines, malformedLines);
    }
    return new SampleCount(task, ids.size(), skipped);
  }

  /** The next line that is not too long. */
  private Optional<byte[]> next(JsonLines lines, MalformedLines malformedLines) throws IOException {
    while (true) {
      try {
        return lines.next();
      } catch (JsonLines.TooLongException e) {
        malformed(lines.number(), e, malformedLines);
      }
    }
  }

  private Optional<Sample> sample(byte[] line, int number, MalformedLines malformedLines) {
    try {
      Sample sample = format.parse(line, number);
      if (!ids.add(sample.id())) {
        throw new IOException("Invalid _id '" + sample.id() + "': an earlier line has it too");
      }
      return Optional.of(sample);
    } catch (IOException e) {
      malformed(number, e, malformedLines);
      return Optional.empty();
    }
  }

  private void malformed(int number, IOException e, MalformedLines malformedLines) {
    String place = "%s:%d: %s".formatted(file, number, e.getMessage());
    switch (malformedLines) {
      case FAIL -> throw format.fault(place, e);
      case SKIP -> {
        skipped++;
        LOG.warn("Skipped a line: {}", place);
      }
    }
  }
}
