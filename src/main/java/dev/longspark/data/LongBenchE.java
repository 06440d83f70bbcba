package dev.longspark.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * LongBench-E: 13 of LongBench's tasks with other samples, spread evenly over lengths. Its data are
 * files {@code TASK_e.jsonl}; its predictions lie in a folder {@code pred_e} and are named like
 * LongBench's. Here its tasks are named {@code TASK_e}.
 *
 * <p><em>Source:</em> THUDM/LongBench, {@code pred.py} and {@code eval.py}.
 */
public final class LongBenchE {
  /** The benchmark's name. */
  public static final String NAME = "longbench-e";

  private static final String SUFFIX = "_e";
  private static final String PREDICTIONS = "pred_e";
  private static final Set<String> MEMBERS =
      Set.of(
          "qasper",
          "multifieldqa_en",
          "hotpotqa",
          "2wikimqa",
          "gov_report",
          "multi_news",
          "trec",
          "triviaqa",
          "samsum",
          "passage_count",
          "passage_retrieval_en",
          "lcc",
          "repobench-p");

  private LongBenchE() {}

  /** Its tasks, in LongBench's order. */
  static List<Task> of(List<Task> tasks) {
    return tasks.stream()
        .filter(task -> MEMBERS.contains(task.name()))
        .map(LongBenchE::extended)
        .toList();
  }

  private static Task extended(Task task) {
    return new Task(
        task.name() + SUFFIX,
        NAME,
        task.category(),
        task.scope(),
        task.language(),
        task.template(),
        task.promptStyle(),
        task.maxNewTokens(),
        task.stopRule(),
        task.answerRule(),
        task.metrics());
  }

  /** Whether a task is one of LongBench-E. */
  public static boolean isMember(String task) {
    return task.endsWith(SUFFIX) && MEMBERS.contains(dataset(task));
  }

  /** A task's name in LongBench, whose prompt and rules it has. */
  static String dataset(String task) {
    return task.endsWith(SUFFIX) ? task.substring(0, task.length() - SUFFIX.length()) : task;
  }

  /**
   * The task of a prediction file that is named like LongBench's, if it lies among LongBench-E's.
   */
  static Optional<String> task(Path file, String named) {
    boolean isAmong = false;
    for (Path name : file.toAbsolutePath().getParent()) {
      isAmong |= name.toString().equals(PREDICTIONS);
    }
    return isAmong && MEMBERS.contains(named) ? Optional.of(named + SUFFIX) : Optional.empty();
  }
}
