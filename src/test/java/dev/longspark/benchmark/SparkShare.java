package dev.longspark.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Spark adds to a study, from its event log: of the time from the first work unit's launch to
 * the application's end, the share in which the executors neither ran a unit nor scored; and how
 * long the first of them without work had to wait for the last.
 */
public final class SparkShare {
  private static final double GOAL = 0.05;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SparkShare() {}

  /**
   * Prints the share and the start-up.
   *
   * @param args the folder of one application's event log, when its process was started (epoch, ms)
   */
  public static void main(String[] args) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      print(Files.readAllLines(files.findFirst().orElseThrow()), Long.parseLong(args[1]));
    }
  }

  /** When a unit ran (epoch, ms). */
  private record Unit(long launch, long end) {}

  private static void print(List<String> lines, long started) throws IOException {
    Set<Integer> stages = new HashSet<>(); // that run work units
    Set<Integer> scoring = new HashSet<>();
    List<Unit> units = new ArrayList<>();
    int executors = 0; // of one core each, in local mode its cores
    long ran = 0;
    long scored = 0;
    long applicationEnd = 0;
    for (String line : lines) {
      JsonNode event = JSON.readTree(line);
      switch (event.get("Event").asText()) {
        case "SparkListenerExecutorAdded" ->
            executors += event.get("Executor Info").get("Total Cores").asInt();
        case "SparkListenerStageSubmitted" -> {
          // Jobs without one ask executors what they are, others compress contexts.
          String job = event.get("Properties").path("spark.job.description").asText();
          JsonNode stage = event.get("Stage Info");
          if (job.endsWith(" samples")) {
            stages.add(stage.get("Stage ID").asInt());
          }
          if (stage.get("Stage Name").asText().contains("Rescoring")) {
            scoring.add(stage.get("Stage ID").asInt());
          }
        }
        case "SparkListenerTaskEnd" -> {
          long took = event.get("Task Metrics").get("Executor Run Time").asLong();
          if (scoring.contains(event.get("Stage ID").asInt())) {
            scored += took;
          }
          if (stages.contains(event.get("Stage ID").asInt())) {
            JsonNode task = event.get("Task Info");
            ran += took;
            units.add(new Unit(task.get("Launch Time").asLong(), task.get("Finish Time").asLong()));
          }
        }
        case "SparkListenerApplicationEnd" -> applicationEnd = event.get("Timestamp").asLong();
        default -> {}
      }
    }
    units.sort(Comparator.comparingLong(Unit::launch));
    long firstLaunch = units.get(0).launch();
    long firstEnd = units.stream().mapToLong(Unit::end).min().orElseThrow();
    List<Long> ends = ends(units, executors);
    long generating = ends.get(ends.size() - 1) - firstLaunch;
    double between = 1 - (double) ran / (ends.size() * generating);
    double share = 1 - (double) (ran + scored) / ends.size() / (applicationEnd - firstLaunch);
    double idle = (double) (ends.get(ends.size() - 1) - ends.get(0)) / generating;
    System.out.printf(
        Locale.ROOT,
        "start-up: %.1f s from the command to the first work unit, %.1f s to its end (goal: first"
            + " token <= 12 s)%n"
            + "%d work units ran %.1f s on %d executors, scoring %.1f s; Spark's share %.1f %% between the first and"
            + " the last, %.1f %% with the last commit and the end (goal <= %.0f %%, %s)%n"
            + "the first executor without work idled %.1f %% of the time from the first unit to the"
            + " last%n",
        (firstLaunch - started) / 1e3,
        (firstEnd - started) / 1e3,
        units.size(),
        ran / 1e3,
        ends.size(),
        scored / 1e3,
        100 * between,
        100 * share,
        100 * GOAL,
        share <= GOAL ? "met" : "not met",
        100 * idle);
  }

  /** When each executor ended its last unit, ascending; a unit goes to the one free the longest. */
  private static List<Long> ends(List<Unit> byLaunch, int executors) {
    PriorityQueue<Long> ends = new PriorityQueue<>(Collections.nCopies(executors, 0L));
    for (Unit unit : byLaunch) {
      ends.remove();
      ends.add(unit.end());
    }
    return ends.stream().sorted().toList();
  }
}
