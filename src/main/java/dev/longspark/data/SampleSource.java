package dev.longspark.data;

import dev.longspark.files.FileForm;
import dev.longspark.files.Location;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * LongBench as published: a directory with files {@code TASK.jsonl}, or a {@code data.zip} with
 * entries {@code data/TASK.jsonl} or {@code TASK.jsonl}. Samples are handed on one at a time; no
 * file is held in memory.
 *
 * @param location a path or a URI of any Hadoop file system (hdfs, s3a, ...); without a scheme it
 *     is on the local disk
 * @param limit the first samples of each task to read; 0 = all
 * @param malformedLines what a line that is no sample does
 */
public record SampleSource(String location, int limit, MalformedLines malformedLines)
    implements Serializable {
  private static final String SUFFIX = ".jsonl";
  private static final Pattern ENTRY = Pattern.compile("(?:data/)?([^/]+)\\.jsonl");

  public SampleSource {
    Objects.requireNonNull(malformedLines, "malformedLines");
    if (location.isBlank()) {
      throw new IllegalArgumentException("Missing location of the LongBench data");
    }
    if (limit < 0) {
      throw new IllegalArgumentException(
          "Invalid limit: " + limit + " (must be > 0, or 0 for all samples)");
    }
  }

  /**
   * Reads the tasks' samples; the tasks come in the order given from a directory and in the order
   * of its entries from a zip file, the samples of a task always in the order of its lines.
   *
   * @param tasks names of tasks
   * @param hadoop how to reach the location's file system
   * @param samples takes each sample as it is read
   * @return one count per task, in the order given
   * @throws IllegalArgumentException if the file is of another form, such as a Git LFS pointer
   * @throws UncheckedIOException if the data, or a task's part of them, are missing or unreadable,
   *     or a line is no sample and malformed lines fail
   */
  public List<SampleCount> read(
      List<String> tasks, Configuration hadoop, Consumer<Sample> samples) {
    try {
      Path path = new Location(location).hadoop();
      FileSystem files = new Location(location).files(hadoop);
      if (!files.exists(path)) {
        throw missing(location + " (looked for a directory with TASK.jsonl files, or a data.zip)");
      }
      Map<String, SampleCount> counts =
          files.getFileStatus(path).isDirectory()
              ? readDirectory(files, path, tasks, samples)
              : readZip(files, path, tasks, samples);
      return tasks.stream().map(counts::get).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read LongBench data in " + location, e);
    }
  }

  private Map<String, SampleCount> readDirectory(
      FileSystem files, Path directory, List<String> tasks, Consumer<Sample> samples)
      throws IOException {
    List<String> absent = new ArrayList<>();
    for (String task : tasks) {
      if (!files.exists(new Path(directory, task + SUFFIX))) {
        absent.add(task + SUFFIX);
      }
    }
    if (!absent.isEmpty()) {
      throw missing(directory + " has no " + String.join(", ", absent));
    }
    Map<String, SampleCount> counts = new HashMap<>();
    for (String task : tasks) {
      Path file = new Path(directory, task + SUFFIX);
      try (InputStream in = open(files, file, FileForm.EMPTY)) {
        counts.put(task, readLines(task, file.toString(), in, samples));
      }
    }
    return counts;
  }

  private Map<String, SampleCount> readZip(
      FileSystem files, Path zip, List<String> tasks, Consumer<Sample> samples) throws IOException {
    Set<String> wanted = new LinkedHashSet<>(tasks);
    Map<String, SampleCount> counts = new HashMap<>();
    try (ZipInputStream in = new ZipInputStream(open(files, zip, FileForm.ZIP))) {
      ZipEntry entry = in.getNextEntry();
      while (entry != null && !wanted.isEmpty()) {
        String task = task(entry);
        if (wanted.remove(task)) {
          counts.put(task, readLines(task, zip + "!/" + entry.getName(), in, samples));
        }
        entry = in.getNextEntry();
      }
    }
    if (!wanted.isEmpty()) {
      throw missing(
          "%s has no samples of %s (looked for data/TASK.jsonl and TASK.jsonl)"
              .formatted(zip, String.join(", ", wanted)));
    }
    return counts;
  }

  /** Opens a file that may be of one of the known forms, but of no other. */
  private static InputStream open(FileSystem files, Path file, FileForm allowed)
      throws IOException {
    new Location(file.toString()).local().ifPresent(FileForm::requireRegular);
    FSDataInputStream in = files.open(file);
    try {
      long bytes = files.getFileStatus(file).getLen();
      Optional<FileForm> form = FileForm.of(in.readNBytes(FileForm.HEAD_BYTES), bytes);
      if (form.isPresent() && form.get() != allowed) {
        throw new IllegalArgumentException(form.get().refusal(file.toString()));
      }
      if (form.isEmpty() && allowed == FileForm.ZIP) {
        throw new IllegalArgumentException(
            "Cannot read %s: it is no zip archive (name data.zip, or the directory with the TASK.jsonl files)"
                .formatted(file));
      }
      in.seek(0);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** The entry's name without folder and suffix; {@code data/qasper.jsonl} gives qasper. */
  private static String task(ZipEntry entry) {
    Matcher name = ENTRY.matcher(entry.getName());
    return name.matches() ? name.group(1) : "";
  }

  private SampleCount readLines(String task, String file, InputStream in, Consumer<Sample> samples)
      throws IOException {
    return new SampleReader(task, file, new SampleLine(task))
        .read(in, limit, malformedLines, samples);
  }

  private static UncheckedIOException missing(String what) {
    String message = "Missing LongBench data: " + what;
    return new UncheckedIOException(message, new FileNotFoundException(message));
  }
}
