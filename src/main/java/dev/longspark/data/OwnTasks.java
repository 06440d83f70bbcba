package dev.longspark.data;

import dev.longspark.files.FileForm;
import dev.longspark.files.Location;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The benchmark that a study makes of its own documents, a file for each task.
 *
 * @param definitions of its tasks
 */
public record OwnTasks(List<OwnTask> definitions) implements Benchmark {
  public OwnTasks {
    definitions = List.copyOf(definitions);
  }

  @Override
  public String name() {
    return OwnTask.BENCHMARK;
  }

  @Override
  public List<Task> tasks() {
    return definitions.stream().map(OwnTask::task).toList();
  }

  @Override
  public String place(List<String> tasks) {
    return tasks.stream().map(task -> definition(task).path()).collect(Collectors.joining(", "));
  }

  /** The definition of a task. */
  public OwnTask definition(String task) {
    return definitions.stream()
        .filter(own -> own.name().equals(task))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown task: '" + task + "'"));
  }

  /**
   * As {@link Benchmark#read} says.
   *
   * @throws IllegalArgumentException if a file is missing or has no sample, or a line is none and
   *     malformed lines fail: the study or the file is to be changed
   */
  @Override
  public List<SampleCount> read(
      List<String> tasks,
      int limit,
      MalformedLines malformedLines,
      Configuration hadoop,
      Consumer<Sample> samples) {
    List<SampleCount> counts = new ArrayList<>();
    for (String task : tasks) {
      OwnTask own = definition(task);
      SampleCount count = read(own, limit, malformedLines, hadoop, samples);
      if (count.samples() == 0) {
        throw new IllegalArgumentException(
            "Missing samples of own-tasks.%s: no line of %s is one (%d were skipped)"
                .formatted(task, own.path(), count.skipped()));
      }
      counts.add(count);
    }
    return counts;
  }

  private static SampleCount read(
      OwnTask own,
      int limit,
      MalformedLines malformedLines,
      Configuration hadoop,
      Consumer<Sample> samples) {
    Path path = new Path(own.path());
    try {
      FileSystem files =
          path.toUri().getScheme() == null
              ? FileSystem.getLocal(hadoop)
              : path.getFileSystem(hadoop);
      new Location(own.path()).local().ifPresent(FileForm::requireRegular);
      try (InputStream in = files.open(path)) {
        return new SampleReader(own.name(), own.path(), new OwnTaskLine(own))
            .read(in, limit, malformedLines, samples);
      }
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "Missing own-tasks.%s.path: %s is no file".formatted(own.name(), own.path()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + own.path(), e);
    }
  }
}
