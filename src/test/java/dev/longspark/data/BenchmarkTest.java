package dev.longspark.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchmarkTest {
  @Test
  void everyPermittedBenchmarkIsBuiltInOrTheUsersOwn() {
    Set<Class<?>> known =
        Benchmark.builtIn("").stream().map(Object::getClass).collect(Collectors.toSet());
    known.add(OwnTasks.class);

    assertEquals(Set.copyOf(List.of(Benchmark.class.getPermittedSubclasses())), known);
  }

  @Test
  void tasksNameTheirBenchmarkAndNoTwoShareAName() {
    Set<String> names = new HashSet<>();
    for (Benchmark benchmark : Benchmark.builtIn("")) {
      for (Task task : benchmark.tasks()) {
        // LongBench reads the files of LongBench-E too, whose results are a benchmark's of its own.
        String own = LongBenchE.isMember(task.name()) ? "longbench-e" : benchmark.name();
        assertEquals(own, task.benchmark());
        assertEquals(true, names.add(task.name()), task.name());
      }
    }
  }

  @Test
  void longBenchsScopesKeepF1AndRougeApart() {
    List<String> questions = names(TaskScope.QA);
    List<String> summaries = names(TaskScope.SUMMARIZATION);

    assertEquals(
        List.of(
            "narrativeqa",
            "qasper",
            "multifieldqa_en",
            "multifieldqa_zh",
            "hotpotqa",
            "2wikimqa",
            "musique",
            "triviaqa"),
        questions);
    assertEquals(
        List.of("dureader", "gov_report", "qmsum", "multi_news", "vcsum", "samsum"), summaries);
  }

  private static List<String> names(TaskScope scope) {
    Stream<Task> tasks = LongBench.TASKS.stream().filter(task -> task.scope() == scope);
    return tasks.map(Task::name).toList();
  }
}
