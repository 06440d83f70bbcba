package dev.longspark.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How evenly a study's executors ended, from Spark's event log, and how often each loaded a model,
 * from the gauges of its plugin.
 */
public final class Balance {
  private static final double GOAL = 0.1;
  private static final String GAUGE = ".plugin.dev.longspark.job.ModelPlugin.modelLoads.csv";

  private Balance() {}

  /**
   * Prints a line per executor.
   *
   * @param args the folder of one application's event log, the folder of Spark's CSV sink, and a
   *     file of lines {@code executor,weight sets that it generated with}
   */
  public static void main(String[] args) throws IOException {
    EventLog log = EventLog.read(Path.of(args[0]));
    Map<String, Integer> loads = loads(Path.of(args[1]));
    Map<String, Integer> weightSets = weightSets(Path.of(args[2]));
    Map<String, List<EventLog.Unit>> byExecutor =
        log.units().stream()
            .collect(
                Collectors.groupingBy(EventLog.Unit::executor, TreeMap::new, Collectors.toList()));
    double generating = log.lastFinish() - log.firstLaunch();
    double mostIdle = byExecutor.size() < log.slots() ? 1 : 0;
    boolean isRepeated = false;
    for (Map.Entry<String, List<EventLog.Unit>> executor : byExecutor.entrySet()) {
      List<EventLog.Unit> units = executor.getValue();
      long finish = units.stream().mapToLong(EventLog.Unit::finish).max().orElseThrow();
      double idle = (log.lastFinish() - finish) / generating;
      int loaded = loads.get(executor.getKey());
      int needed = weightSets.get(executor.getKey());
      mostIdle = Math.max(mostIdle, idle);
      isRepeated |= loaded > needed;
      System.out.printf(
          Locale.ROOT,
          "executor %s: %d units in %.1f s, longest %.1f s; idle at the end %.1f %%; %d loads of %d"
              + " weight sets%n",
          executor.getKey(),
          units.size(),
          units.stream().mapToLong(EventLog.Unit::ranMillis).sum() / 1e3,
          units.stream().mapToLong(EventLog.Unit::ranMillis).max().orElseThrow() / 1e3,
          100 * idle,
          loaded,
          needed);
    }
    System.out.printf(
        Locale.ROOT,
        "%d executors, %.1f s from the first unit to the last: at most %.1f %% idle (goal < %.0f"
            + " %%, %s), no weights loaded twice (%s)%n",
        log.slots(),
        generating / 1e3,
        100 * mostIdle,
        100 * GOAL,
        mostIdle < GOAL ? "met" : "not met",
        isRepeated ? "not met" : "met");
  }

  /** The last value of each executor's gauge; files are named application.executor.gauge. */
  private static Map<String, Integer> loads(Path folder) throws IOException {
    Map<String, Integer> loads = new HashMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(GAUGE)).toList()) {
        String process = file.getFileName().toString().replace(GAUGE, "");
        List<String> lines = Files.readAllLines(file);
        String[] timeAndValue = lines.get(lines.size() - 1).split(",", -1);
        loads.put(
            process.substring(process.lastIndexOf('.') + 1), Integer.valueOf(timeAndValue[1]));
      }
    }
    return loads;
  }

  private static Map<String, Integer> weightSets(Path file) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] executorAndCount = line.split(",", -1);
      if (executorAndCount[1].matches("\\d+")) {
        counts.put(executorAndCount[0], Integer.valueOf(executorAndCount[1]));
      }
    }
    return counts;
  }
}
