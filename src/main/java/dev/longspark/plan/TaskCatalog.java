package dev.longspark.plan;

import dev.longspark.config.ConfigException;
import dev.longspark.config.Names;
import dev.longspark.config.Study;
import dev.longspark.data.AnswerRule;
import dev.longspark.data.Benchmark;
import dev.longspark.data.OwnTask;
import dev.longspark.data.OwnTasks;
import dev.longspark.data.PromptStyle;
import dev.longspark.data.StopRule;
import dev.longspark.data.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tasks by name: those of the benchmarks that are built in, and those that the study defines. */
final class TaskCatalog {
  private final List<Benchmark> benchmarks;
  private final Map<String, Task> tasks = new LinkedHashMap<>();

  private TaskCatalog(List<Benchmark> benchmarks) {
    this.benchmarks = List.copyOf(benchmarks);
    for (Benchmark benchmark : benchmarks) {
      for (Task task : benchmark.tasks()) {
        Task other = tasks.putIfAbsent(task.name(), task);
        if (other != null) {
          throw new ConfigException(
              "Invalid own-tasks.%s: the name is a task of %s"
                  .formatted(task.name(), other.benchmark()));
        }
      }
    }
  }

  /**
   * The catalogue of one study.
   *
   * @throws ConfigException if one of its own tasks is not well defined
   */
  static TaskCatalog of(Study study) {
    List<Benchmark> benchmarks = new ArrayList<>(Benchmark.builtIn(study.data().path()));
    if (!study.ownTasks().isEmpty()) {
      benchmarks.add(new OwnTasks(study.ownTasks().stream().map(TaskCatalog::own).toList()));
    }
    return new TaskCatalog(benchmarks);
  }

  private static OwnTask own(dev.longspark.config.OwnTask written) {
    try {
      return new OwnTask(
          written.name(),
          written.path(),
          written.prompt(),
          written.maxNewTokens(),
          written.metrics(),
          written.pattern(),
          written.classes(),
          written.category(),
          written.language(),
          written.contextField(),
          written.questionField(),
          written.answersField(),
          switch (written.prompts()) {
            case CHAT -> PromptStyle.CHAT;
            case RAW -> PromptStyle.RAW;
          },
          switch (written.stop()) {
            case END_TOKEN -> StopRule.END_TOKEN;
            case NEWLINE -> StopRule.NEWLINE;
          },
          switch (written.answer()) {
            case WHOLE -> AnswerRule.WHOLE;
            case FIRST_LINE -> AnswerRule.FIRST_LINE;
          });
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  /** The task that {@code tasks} in the study names. */
  Task task(String name) {
    Task task = tasks.get(name);
    if (task == null) {
      throw new ConfigException(
          "Unknown task: '" + name + "' in tasks " + Names.instead(name, tasks.keySet()));
    }
    return task;
  }

  /** The benchmarks that have some of these tasks, and which. */
  Map<Benchmark, List<String>> byBenchmark(List<String> names) {
    Map<Benchmark, List<String>> wanted = new LinkedHashMap<>();
    for (Benchmark benchmark : benchmarks) {
      List<String> own = benchmark.tasks().stream().map(Task::name).toList();
      List<String> ofBenchmark = names.stream().filter(own::contains).toList();
      if (!ofBenchmark.isEmpty()) {
        wanted.put(benchmark, ofBenchmark);
      }
    }
    return wanted;
  }
}
