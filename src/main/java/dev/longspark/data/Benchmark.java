package dev.longspark.data;

import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * A set of tasks that reads its own files. A new one is a class that is named twice here: as
 * permitted and, unless a study defines its tasks, among those that are built in.
 */
public sealed interface Benchmark extends Serializable permits LongBench, OwnTasks {

  /** In tables and reports. */
  String name();

  /** All its tasks, in its own order. */
  List<Task> tasks();

  /** Where the data of some of its tasks are, for people. */
  String place(List<String> tasks);

  /**
   * Reads the samples of some of its tasks, those of a task in the order of its file.
   *
   * @param tasks names of its tasks
   * @param limit the first samples of each task to read; 0 = all
   * @param malformedLines what a line that is no sample does
   * @param hadoop how to reach the data's file system
   * @param samples takes each sample as it is read
   * @return one count per task, in the order given
   * @throws java.io.UncheckedIOException if its data are missing or unreadable
   */
  List<SampleCount> read(
      List<String> tasks,
      int limit,
      MalformedLines malformedLines,
      Configuration hadoop,
      Consumer<Sample> samples);

  /**
   * Those that need no study to define their tasks.
   *
   * @param location where a study's data are; empty if only the tasks are of interest
   */
  static List<Benchmark> builtIn(String location) {
    return List.of(new LongBench(location));
  }

  /** The tasks of all that are built in, benchmark after benchmark. */
  static List<Task> builtInTasks() {
    return builtIn("").stream().flatMap(benchmark -> benchmark.tasks().stream()).toList();
  }
}
